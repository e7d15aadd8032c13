# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'channel_add.ui'
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
from PySide6.QtWidgets import (QApplication, QCheckBox, QComboBox, QDialog,
    QGridLayout, QHBoxLayout, QLabel, QLineEdit,
    QPushButton, QSizePolicy, QSpacerItem, QVBoxLayout,
    QWidget)

class Ui_ChannelAdd(object):
    def setupUi(self, ChannelAdd):
        if not ChannelAdd.objectName():
            ChannelAdd.setObjectName(u"ChannelAdd")
        ChannelAdd.resize(620, 300)
        self.layout_1 = QVBoxLayout(ChannelAdd)
        self.layout_1.setSpacing(12)
        self.layout_1.setObjectName(u"layout_1")
        self.layout_1.setContentsMargins(20, 18, 20, 16)
        self.heading = QLabel(ChannelAdd)
        self.heading.setObjectName(u"heading")
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.heading.setProperty(u"kind", u"title")

        self.layout_1.addWidget(self.heading)

        self.hint = QLabel(ChannelAdd)
        self.hint.setObjectName(u"hint")
        self.hint.setTextFormat(Qt.TextFormat.PlainText)
        self.hint.setWordWrap(True)
        self.hint.setProperty(u"kind", u"hint")

        self.layout_1.addWidget(self.hint)

        self.layout_2 = QGridLayout()
        self.layout_2.setSpacing(10)
        self.layout_2.setObjectName(u"layout_2")
        self.name_label = QLabel(ChannelAdd)
        self.name_label.setObjectName(u"name_label")
        self.name_label.setTextFormat(Qt.TextFormat.PlainText)

        self.layout_2.addWidget(self.name_label, 0, 0, 1, 1)

        self.name_edit = QLineEdit(ChannelAdd)
        self.name_edit.setObjectName(u"name_edit")

        self.layout_2.addWidget(self.name_edit, 0, 1, 1, 1)

        self.kind_label = QLabel(ChannelAdd)
        self.kind_label.setObjectName(u"kind_label")
        self.kind_label.setTextFormat(Qt.TextFormat.PlainText)

        self.layout_2.addWidget(self.kind_label, 1, 0, 1, 1)

        self.kind_combo = QComboBox(ChannelAdd)
        self.kind_combo.setObjectName(u"kind_combo")

        self.layout_2.addWidget(self.kind_combo, 1, 1, 1, 1)

        self.path_label = QLabel(ChannelAdd)
        self.path_label.setObjectName(u"path_label")
        self.path_label.setTextFormat(Qt.TextFormat.PlainText)

        self.layout_2.addWidget(self.path_label, 2, 0, 1, 1)

        self.layout_3 = QHBoxLayout()
        self.layout_3.setSpacing(8)
        self.layout_3.setObjectName(u"layout_3")
        self.path_edit = QLineEdit(ChannelAdd)
        self.path_edit.setObjectName(u"path_edit")

        self.layout_3.addWidget(self.path_edit)

        self.file_button = QPushButton(ChannelAdd)
        self.file_button.setObjectName(u"file_button")
        self.file_button.setAutoDefault(False)

        self.layout_3.addWidget(self.file_button)

        self.folder_button = QPushButton(ChannelAdd)
        self.folder_button.setObjectName(u"folder_button")
        self.folder_button.setAutoDefault(False)

        self.layout_3.addWidget(self.folder_button)


        self.layout_2.addLayout(self.layout_3, 2, 1, 1, 1)


        self.layout_1.addLayout(self.layout_2)

        self.enable_check = QCheckBox(ChannelAdd)
        self.enable_check.setObjectName(u"enable_check")
        self.enable_check.setChecked(True)

        self.layout_1.addWidget(self.enable_check)

        self.error_text = QLabel(ChannelAdd)
        self.error_text.setObjectName(u"error_text")
        self.error_text.setTextFormat(Qt.TextFormat.PlainText)
        self.error_text.setWordWrap(True)
        self.error_text.setProperty(u"kind", u"error")

        self.layout_1.addWidget(self.error_text)

        self.space_4 = QSpacerItem(20, 10, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout_1.addItem(self.space_4)

        self.layout_5 = QHBoxLayout()
        self.layout_5.setSpacing(8)
        self.layout_5.setObjectName(u"layout_5")
        self.space_6 = QSpacerItem(20, 10, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout_5.addItem(self.space_6)

        self.cancel_button = QPushButton(ChannelAdd)
        self.cancel_button.setObjectName(u"cancel_button")
        self.cancel_button.setAutoDefault(False)

        self.layout_5.addWidget(self.cancel_button)

        self.add_button = QPushButton(ChannelAdd)
        self.add_button.setObjectName(u"add_button")
        self.add_button.setAutoDefault(False)
        self.add_button.setProperty(u"kind", u"primary")

        self.layout_5.addWidget(self.add_button)


        self.layout_1.addLayout(self.layout_5)

#if QT_CONFIG(shortcut)
        self.name_label.setBuddy(self.name_edit)
        self.kind_label.setBuddy(self.kind_combo)
        self.path_label.setBuddy(self.path_edit)
#endif // QT_CONFIG(shortcut)
        QWidget.setTabOrder(self.name_edit, self.kind_combo)
        QWidget.setTabOrder(self.kind_combo, self.path_edit)
        QWidget.setTabOrder(self.path_edit, self.file_button)
        QWidget.setTabOrder(self.file_button, self.folder_button)
        QWidget.setTabOrder(self.folder_button, self.enable_check)
        QWidget.setTabOrder(self.enable_check, self.cancel_button)
        QWidget.setTabOrder(self.cancel_button, self.add_button)

        self.retranslateUi(ChannelAdd)
        self.cancel_button.clicked.connect(ChannelAdd.reject)

        self.add_button.setDefault(True)


        QMetaObject.connectSlotsByName(ChannelAdd)
    # setupUi

    def retranslateUi(self, ChannelAdd):
        ChannelAdd.setWindowTitle(QCoreApplication.translate("ChannelAdd", u"Add a channel", None))
        self.heading.setText(QCoreApplication.translate("ChannelAdd", u"Add a channel", None))
        self.hint.setText(QCoreApplication.translate("ChannelAdd", u"Say where the report of its listings comes from; Config has a test, the columns and the quantities.", None))
        self.name_label.setText(QCoreApplication.translate("ChannelAdd", u"&Name", None))
#if QT_CONFIG(accessibility)
        self.name_edit.setAccessibleName(QCoreApplication.translate("ChannelAdd", u"Name", None))
#endif // QT_CONFIG(accessibility)
        self.name_edit.setPlaceholderText(QCoreApplication.translate("ChannelAdd", u"The name you know the shop by, e.g. Rakuten UK", None))
        self.kind_label.setText(QCoreApplication.translate("ChannelAdd", u"&Kind", None))
#if QT_CONFIG(accessibility)
        self.kind_combo.setAccessibleName(QCoreApplication.translate("ChannelAdd", u"Kind", None))
#endif // QT_CONFIG(accessibility)
        self.path_label.setText(QCoreApplication.translate("ChannelAdd", u"&Report", None))
#if QT_CONFIG(accessibility)
        self.path_edit.setAccessibleName(QCoreApplication.translate("ChannelAdd", u"Report", None))
#endif // QT_CONFIG(accessibility)
        self.path_edit.setPlaceholderText(QCoreApplication.translate("ChannelAdd", u"File, folder or https:// address", None))
        self.file_button.setText(QCoreApplication.translate("ChannelAdd", u"F&ile\u2026", None))
#if QT_CONFIG(accessibility)
        self.file_button.setAccessibleName(QCoreApplication.translate("ChannelAdd", u"Choose a file", None))
#endif // QT_CONFIG(accessibility)
        self.folder_button.setText(QCoreApplication.translate("ChannelAdd", u"F&older\u2026", None))
#if QT_CONFIG(accessibility)
        self.folder_button.setAccessibleName(QCoreApplication.translate("ChannelAdd", u"Choose a folder", None))
#endif // QT_CONFIG(accessibility)
        self.enable_check.setText(QCoreApplication.translate("ChannelAdd", u"&Enable it now; its first report comes at the next half hour", None))
#if QT_CONFIG(accessibility)
        self.enable_check.setAccessibleName(QCoreApplication.translate("ChannelAdd", u"Enable it now", None))
#endif // QT_CONFIG(accessibility)
        self.error_text.setText("")
        self.cancel_button.setText(QCoreApplication.translate("ChannelAdd", u"Cancel", None))
#if QT_CONFIG(accessibility)
        self.cancel_button.setAccessibleName(QCoreApplication.translate("ChannelAdd", u"Cancel", None))
#endif // QT_CONFIG(accessibility)
        self.add_button.setText(QCoreApplication.translate("ChannelAdd", u"Add", None))
#if QT_CONFIG(accessibility)
        self.add_button.setAccessibleName(QCoreApplication.translate("ChannelAdd", u"Add", None))
#endif // QT_CONFIG(accessibility)
    # retranslateUi

