# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'open_files.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QDate, QDateTime, QLocale,
    QMetaObject, QObject, QPoint, QRect,
    QSize, QTime, QUrl, Qt)
from PySide6.QtGui import (QBrush, QColor, QConicalGradient, QCursor,
    QFont, QFontDatabase, QGradient, QIcon,
    QImage, QKeySequence, QLinearGradient, QPainter,
    QPalette, QPixmap, QRadialGradient, QTransform)
from PySide6.QtWidgets import (QApplication, QCheckBox, QDialog, QGridLayout,
    QHBoxLayout, QLabel, QLineEdit, QPushButton,
    QSizePolicy, QSpacerItem, QVBoxLayout, QWidget)

class Ui_OpenFiles(object):
    def setupUi(self, OpenFiles):
        if not OpenFiles.objectName():
            OpenFiles.setObjectName(u"OpenFiles")
        OpenFiles.resize(640, 360)
        self.layout_1 = QVBoxLayout(OpenFiles)
        self.layout_1.setSpacing(12)
        self.layout_1.setObjectName(u"layout_1")
        self.layout_1.setContentsMargins(20, 18, 20, 16)
        self.heading = QLabel(OpenFiles)
        self.heading.setObjectName(u"heading")
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.heading.setProperty(u"kind", u"title")

        self.layout_1.addWidget(self.heading)

        self.hint = QLabel(OpenFiles)
        self.hint.setObjectName(u"hint")
        self.hint.setTextFormat(Qt.TextFormat.PlainText)
        self.hint.setWordWrap(True)
        self.hint.setProperty(u"kind", u"hint")

        self.layout_1.addWidget(self.hint)

        self.layout_2 = QGridLayout()
        self.layout_2.setSpacing(10)
        self.layout_2.setObjectName(u"layout_2")
        self.report_label = QLabel(OpenFiles)
        self.report_label.setObjectName(u"report_label")
        self.report_label.setTextFormat(Qt.TextFormat.PlainText)

        self.layout_2.addWidget(self.report_label, 0, 0, 1, 1)

        self.layout_3 = QHBoxLayout()
        self.layout_3.setSpacing(8)
        self.layout_3.setObjectName(u"layout_3")
        self.report_edit = QLineEdit(OpenFiles)
        self.report_edit.setObjectName(u"report_edit")

        self.layout_3.addWidget(self.report_edit)

        self.report_button = QPushButton(OpenFiles)
        self.report_button.setObjectName(u"report_button")
        self.report_button.setAutoDefault(False)

        self.layout_3.addWidget(self.report_button)

        self.folder_button = QPushButton(OpenFiles)
        self.folder_button.setObjectName(u"folder_button")
        self.folder_button.setAutoDefault(False)

        self.layout_3.addWidget(self.folder_button)


        self.layout_2.addLayout(self.layout_3, 0, 1, 1, 1)

        self.inventory_label = QLabel(OpenFiles)
        self.inventory_label.setObjectName(u"inventory_label")
        self.inventory_label.setTextFormat(Qt.TextFormat.PlainText)

        self.layout_2.addWidget(self.inventory_label, 1, 0, 1, 1)

        self.layout_4 = QHBoxLayout()
        self.layout_4.setSpacing(8)
        self.layout_4.setObjectName(u"layout_4")
        self.inventory_edit = QLineEdit(OpenFiles)
        self.inventory_edit.setObjectName(u"inventory_edit")

        self.layout_4.addWidget(self.inventory_edit)

        self.inventory_button = QPushButton(OpenFiles)
        self.inventory_button.setObjectName(u"inventory_button")
        self.inventory_button.setAutoDefault(False)

        self.layout_4.addWidget(self.inventory_button)


        self.layout_2.addLayout(self.layout_4, 1, 1, 1, 1)

        self.name_label = QLabel(OpenFiles)
        self.name_label.setObjectName(u"name_label")
        self.name_label.setTextFormat(Qt.TextFormat.PlainText)

        self.layout_2.addWidget(self.name_label, 2, 0, 1, 1)

        self.name_edit = QLineEdit(OpenFiles)
        self.name_edit.setObjectName(u"name_edit")

        self.layout_2.addWidget(self.name_edit, 2, 1, 1, 1)


        self.layout_1.addLayout(self.layout_2)

        self.now_check = QCheckBox(OpenFiles)
        self.now_check.setObjectName(u"now_check")
        self.now_check.setChecked(True)

        self.layout_1.addWidget(self.now_check)

        self.error_text = QLabel(OpenFiles)
        self.error_text.setObjectName(u"error_text")
        self.error_text.setTextFormat(Qt.TextFormat.PlainText)
        self.error_text.setWordWrap(True)
        self.error_text.setProperty(u"kind", u"error")

        self.layout_1.addWidget(self.error_text)

        self.space_5 = QSpacerItem(20, 10, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout_1.addItem(self.space_5)

        self.layout_6 = QHBoxLayout()
        self.layout_6.setSpacing(8)
        self.layout_6.setObjectName(u"layout_6")
        self.space_7 = QSpacerItem(20, 10, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout_6.addItem(self.space_7)

        self.cancel_button = QPushButton(OpenFiles)
        self.cancel_button.setObjectName(u"cancel_button")
        self.cancel_button.setAutoDefault(False)

        self.layout_6.addWidget(self.cancel_button)

        self.open_button = QPushButton(OpenFiles)
        self.open_button.setObjectName(u"open_button")
        self.open_button.setAutoDefault(False)
        self.open_button.setProperty(u"kind", u"primary")

        self.layout_6.addWidget(self.open_button)


        self.layout_1.addLayout(self.layout_6)

#if QT_CONFIG(shortcut)
        self.report_label.setBuddy(self.report_edit)
        self.inventory_label.setBuddy(self.inventory_edit)
        self.name_label.setBuddy(self.name_edit)
#endif // QT_CONFIG(shortcut)
        QWidget.setTabOrder(self.report_edit, self.report_button)
        QWidget.setTabOrder(self.report_button, self.folder_button)
        QWidget.setTabOrder(self.folder_button, self.inventory_edit)
        QWidget.setTabOrder(self.inventory_edit, self.inventory_button)
        QWidget.setTabOrder(self.inventory_button, self.name_edit)
        QWidget.setTabOrder(self.name_edit, self.now_check)
        QWidget.setTabOrder(self.now_check, self.cancel_button)
        QWidget.setTabOrder(self.cancel_button, self.open_button)

        self.retranslateUi(OpenFiles)
        self.cancel_button.clicked.connect(OpenFiles.reject)

        self.open_button.setDefault(True)


        QMetaObject.connectSlotsByName(OpenFiles)
    # setupUi

    def retranslateUi(self, OpenFiles):
        OpenFiles.setWindowTitle(QCoreApplication.translate("OpenFiles", u"Open report files", None))
        self.heading.setText(QCoreApplication.translate("OpenFiles", u"Open report files", None))
        self.hint.setText(QCoreApplication.translate("OpenFiles", u"The report lists what is on sale on your channel; it stays where it is and is read again every half hour. The inventory lists what you stock; it is imported once, and again whenever you like.", None))
        self.report_label.setText(QCoreApplication.translate("OpenFiles", u"&Report", None))
#if QT_CONFIG(accessibility)
        self.report_edit.setAccessibleName(QCoreApplication.translate("OpenFiles", u"Report", None))
#endif // QT_CONFIG(accessibility)
        self.report_edit.setPlaceholderText(QCoreApplication.translate("OpenFiles", u"CSV, TSV, XLSX or JSON with at least SKU and title", None))
        self.report_button.setText(QCoreApplication.translate("OpenFiles", u"&Browse\u2026", None))
#if QT_CONFIG(accessibility)
        self.report_button.setAccessibleName(QCoreApplication.translate("OpenFiles", u"Choose the report", None))
#endif // QT_CONFIG(accessibility)
        self.folder_button.setText(QCoreApplication.translate("OpenFiles", u"F&older\u2026", None))
#if QT_CONFIG(accessibility)
        self.folder_button.setAccessibleName(QCoreApplication.translate("OpenFiles", u"Choose a folder", None))
#endif // QT_CONFIG(accessibility)
        self.inventory_label.setText(QCoreApplication.translate("OpenFiles", u"&Inventory", None))
#if QT_CONFIG(accessibility)
        self.inventory_edit.setAccessibleName(QCoreApplication.translate("OpenFiles", u"Inventory", None))
#endif // QT_CONFIG(accessibility)
        self.inventory_edit.setPlaceholderText(QCoreApplication.translate("OpenFiles", u"Optional; you can import it later", None))
        self.inventory_button.setText(QCoreApplication.translate("OpenFiles", u"B&rowse\u2026", None))
#if QT_CONFIG(accessibility)
        self.inventory_button.setAccessibleName(QCoreApplication.translate("OpenFiles", u"Choose the inventory", None))
#endif // QT_CONFIG(accessibility)
        self.name_label.setText(QCoreApplication.translate("OpenFiles", u"&Name", None))
#if QT_CONFIG(accessibility)
        self.name_edit.setAccessibleName(QCoreApplication.translate("OpenFiles", u"Name", None))
#endif // QT_CONFIG(accessibility)
        self.name_edit.setPlaceholderText(QCoreApplication.translate("OpenFiles", u"The name you know the shop by", None))
        self.now_check.setText(QCoreApplication.translate("OpenFiles", u"&Fetch the first report now (this is a Force Mapping Refresh; the next is possible in 4 hours)", None))
#if QT_CONFIG(accessibility)
        self.now_check.setAccessibleName(QCoreApplication.translate("OpenFiles", u"Fetch the first report now", None))
#endif // QT_CONFIG(accessibility)
        self.error_text.setText("")
        self.cancel_button.setText(QCoreApplication.translate("OpenFiles", u"Cancel", None))
#if QT_CONFIG(accessibility)
        self.cancel_button.setAccessibleName(QCoreApplication.translate("OpenFiles", u"Cancel", None))
#endif // QT_CONFIG(accessibility)
        self.open_button.setText(QCoreApplication.translate("OpenFiles", u"&Open", None))
#if QT_CONFIG(accessibility)
        self.open_button.setAccessibleName(QCoreApplication.translate("OpenFiles", u"Open", None))
#endif // QT_CONFIG(accessibility)
    # retranslateUi

