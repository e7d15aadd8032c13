# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'problems_dialog.ui'
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
from PySide6.QtWidgets import (QApplication, QDialog, QHBoxLayout, QHeaderView,
    QLabel, QPushButton, QSizePolicy, QSpacerItem,
    QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget)

class Ui_ProblemsDialog(object):
    def setupUi(self, ProblemsDialog):
        if not ProblemsDialog.objectName():
            ProblemsDialog.setObjectName(u"ProblemsDialog")
        ProblemsDialog.resize(900, 520)
        self.layout_1 = QVBoxLayout(ProblemsDialog)
        self.layout_1.setSpacing(12)
        self.layout_1.setObjectName(u"layout_1")
        self.layout_1.setContentsMargins(20, 18, 20, 16)
        self.heading = QLabel(ProblemsDialog)
        self.heading.setObjectName(u"heading")
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.heading.setProperty(u"kind", u"title")

        self.layout_1.addWidget(self.heading)

        self.hint = QLabel(ProblemsDialog)
        self.hint.setObjectName(u"hint")
        self.hint.setTextFormat(Qt.TextFormat.PlainText)
        self.hint.setWordWrap(True)
        self.hint.setProperty(u"kind", u"hint")

        self.layout_1.addWidget(self.hint)

        self.problems = QTableWidget(ProblemsDialog)
        if (self.problems.columnCount() < 5):
            self.problems.setColumnCount(5)
        __qtablewidgetitem = QTableWidgetItem()
        self.problems.setHorizontalHeaderItem(0, __qtablewidgetitem)
        __qtablewidgetitem1 = QTableWidgetItem()
        self.problems.setHorizontalHeaderItem(1, __qtablewidgetitem1)
        __qtablewidgetitem2 = QTableWidgetItem()
        self.problems.setHorizontalHeaderItem(2, __qtablewidgetitem2)
        __qtablewidgetitem3 = QTableWidgetItem()
        self.problems.setHorizontalHeaderItem(3, __qtablewidgetitem3)
        __qtablewidgetitem4 = QTableWidgetItem()
        self.problems.setHorizontalHeaderItem(4, __qtablewidgetitem4)
        self.problems.setObjectName(u"problems")

        self.layout_1.addWidget(self.problems)

        self.layout_2 = QHBoxLayout()
        self.layout_2.setSpacing(8)
        self.layout_2.setObjectName(u"layout_2")
        self.status_text = QLabel(ProblemsDialog)
        self.status_text.setObjectName(u"status_text")
        self.status_text.setTextFormat(Qt.TextFormat.PlainText)
        self.status_text.setProperty(u"kind", u"hint")

        self.layout_2.addWidget(self.status_text)

        self.space_3 = QSpacerItem(20, 10, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout_2.addItem(self.space_3)

        self.copy_button = QPushButton(ProblemsDialog)
        self.copy_button.setObjectName(u"copy_button")
        self.copy_button.setAutoDefault(False)

        self.layout_2.addWidget(self.copy_button)

        self.save_button = QPushButton(ProblemsDialog)
        self.save_button.setObjectName(u"save_button")
        self.save_button.setAutoDefault(False)

        self.layout_2.addWidget(self.save_button)

        self.close_button = QPushButton(ProblemsDialog)
        self.close_button.setObjectName(u"close_button")
        self.close_button.setAutoDefault(False)

        self.layout_2.addWidget(self.close_button)


        self.layout_1.addLayout(self.layout_2)

        QWidget.setTabOrder(self.problems, self.copy_button)
        QWidget.setTabOrder(self.copy_button, self.save_button)
        QWidget.setTabOrder(self.save_button, self.close_button)

        self.retranslateUi(ProblemsDialog)
        self.close_button.clicked.connect(ProblemsDialog.accept)

        self.close_button.setDefault(True)


        QMetaObject.connectSlotsByName(ProblemsDialog)
    # setupUi

    def retranslateUi(self, ProblemsDialog):
        ProblemsDialog.setWindowTitle(QCoreApplication.translate("ProblemsDialog", u"Problems of the newest report", None))
        self.heading.setText(QCoreApplication.translate("ProblemsDialog", u"Problems of the newest report", None))
        self.hint.setText(QCoreApplication.translate("ProblemsDialog", u"These rows could not be used, or only in part. Nothing is lost: correct them on the channel and the next report brings them right.", None))
        ___qtablewidgetitem = self.problems.horizontalHeaderItem(0)
        ___qtablewidgetitem.setText(QCoreApplication.translate("ProblemsDialog", u"Line", None))
        ___qtablewidgetitem1 = self.problems.horizontalHeaderItem(1)
        ___qtablewidgetitem1.setText(QCoreApplication.translate("ProblemsDialog", u"SKU", None))
        ___qtablewidgetitem2 = self.problems.horizontalHeaderItem(2)
        ___qtablewidgetitem2.setText(QCoreApplication.translate("ProblemsDialog", u"Listing ID", None))
        ___qtablewidgetitem3 = self.problems.horizontalHeaderItem(3)
        ___qtablewidgetitem3.setText(QCoreApplication.translate("ProblemsDialog", u"Field", None))
        ___qtablewidgetitem4 = self.problems.horizontalHeaderItem(4)
        ___qtablewidgetitem4.setText(QCoreApplication.translate("ProblemsDialog", u"What is wrong", None))
#if QT_CONFIG(accessibility)
        self.problems.setAccessibleName(QCoreApplication.translate("ProblemsDialog", u"Problems", None))
#endif // QT_CONFIG(accessibility)
        self.status_text.setText("")
        self.copy_button.setText(QCoreApplication.translate("ProblemsDialog", u"&Copy", None))
#if QT_CONFIG(accessibility)
        self.copy_button.setAccessibleName(QCoreApplication.translate("ProblemsDialog", u"Copy", None))
#endif // QT_CONFIG(accessibility)
        self.save_button.setText(QCoreApplication.translate("ProblemsDialog", u"&Save as CSV\u2026", None))
#if QT_CONFIG(accessibility)
        self.save_button.setAccessibleName(QCoreApplication.translate("ProblemsDialog", u"Save as CSV", None))
#endif // QT_CONFIG(accessibility)
        self.close_button.setText(QCoreApplication.translate("ProblemsDialog", u"Close", None))
#if QT_CONFIG(accessibility)
        self.close_button.setAccessibleName(QCoreApplication.translate("ProblemsDialog", u"Close", None))
#endif // QT_CONFIG(accessibility)
    # retranslateUi

