# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'crash_dialog.ui'
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
from PySide6.QtWidgets import (QApplication, QDialog, QHBoxLayout, QLabel,
    QPlainTextEdit, QPushButton, QSizePolicy, QSpacerItem,
    QVBoxLayout, QWidget)

class Ui_CrashDialog(object):
    def setupUi(self, CrashDialog):
        if not CrashDialog.objectName():
            CrashDialog.setObjectName(u"CrashDialog")
        CrashDialog.resize(680, 440)
        self.layout_1 = QVBoxLayout(CrashDialog)
        self.layout_1.setSpacing(12)
        self.layout_1.setObjectName(u"layout_1")
        self.layout_1.setContentsMargins(20, 18, 20, 16)
        self.heading = QLabel(CrashDialog)
        self.heading.setObjectName(u"heading")
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.heading.setProperty(u"kind", u"title")

        self.layout_1.addWidget(self.heading)

        self.explanation = QLabel(CrashDialog)
        self.explanation.setObjectName(u"explanation")
        self.explanation.setTextFormat(Qt.TextFormat.PlainText)
        self.explanation.setWordWrap(True)

        self.layout_1.addWidget(self.explanation)

        self.report_label = QLabel(CrashDialog)
        self.report_label.setObjectName(u"report_label")
        self.report_label.setTextFormat(Qt.TextFormat.PlainText)
        self.report_label.setProperty(u"kind", u"section")

        self.layout_1.addWidget(self.report_label)

        self.report = QPlainTextEdit(CrashDialog)
        self.report.setObjectName(u"report")
        self.report.setReadOnly(True)
        self.report.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)

        self.layout_1.addWidget(self.report)

        self.layout_2 = QHBoxLayout()
        self.layout_2.setSpacing(8)
        self.layout_2.setObjectName(u"layout_2")
        self.copy_button = QPushButton(CrashDialog)
        self.copy_button.setObjectName(u"copy_button")
        self.copy_button.setAutoDefault(False)

        self.layout_2.addWidget(self.copy_button)

        self.copied_text = QLabel(CrashDialog)
        self.copied_text.setObjectName(u"copied_text")
        self.copied_text.setTextFormat(Qt.TextFormat.PlainText)
        self.copied_text.setProperty(u"kind", u"hint")

        self.layout_2.addWidget(self.copied_text)

        self.space_3 = QSpacerItem(20, 10, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout_2.addItem(self.space_3)

        self.restart_button = QPushButton(CrashDialog)
        self.restart_button.setObjectName(u"restart_button")
        self.restart_button.setAutoDefault(False)

        self.layout_2.addWidget(self.restart_button)

        self.close_button = QPushButton(CrashDialog)
        self.close_button.setObjectName(u"close_button")
        self.close_button.setAutoDefault(False)
        self.close_button.setProperty(u"kind", u"primary")

        self.layout_2.addWidget(self.close_button)


        self.layout_1.addLayout(self.layout_2)


        self.retranslateUi(CrashDialog)
        self.close_button.clicked.connect(CrashDialog.accept)

        self.close_button.setDefault(True)


        QMetaObject.connectSlotsByName(CrashDialog)
    # setupUi

    def retranslateUi(self, CrashDialog):
        CrashDialog.setWindowTitle(QCoreApplication.translate("CrashDialog", u"Something went wrong", None))
        self.heading.setText(QCoreApplication.translate("CrashDialog", u"Something went wrong in rakumap", None))
        self.explanation.setText(QCoreApplication.translate("CrashDialog", u"This is a fault of the program, not yours. Your links and settings are safe: every change is kept whole or not at all. You can go on working; if it happens again, restart rakumap.", None))
        self.report_label.setText(QCoreApplication.translate("CrashDialog", u"Report for the developers (it holds no passwords)", None))
#if QT_CONFIG(accessibility)
        self.report.setAccessibleName(QCoreApplication.translate("CrashDialog", u"Report for the developers", None))
#endif // QT_CONFIG(accessibility)
        self.copy_button.setText(QCoreApplication.translate("CrashDialog", u"&Copy report", None))
#if QT_CONFIG(accessibility)
        self.copy_button.setAccessibleName(QCoreApplication.translate("CrashDialog", u"Copy report", None))
#endif // QT_CONFIG(accessibility)
        self.copied_text.setText("")
        self.restart_button.setText(QCoreApplication.translate("CrashDialog", u"Restart rakumap", None))
#if QT_CONFIG(accessibility)
        self.restart_button.setAccessibleName(QCoreApplication.translate("CrashDialog", u"Restart rakumap", None))
#endif // QT_CONFIG(accessibility)
        self.close_button.setText(QCoreApplication.translate("CrashDialog", u"Close", None))
#if QT_CONFIG(accessibility)
        self.close_button.setAccessibleName(QCoreApplication.translate("CrashDialog", u"Close", None))
#endif // QT_CONFIG(accessibility)
    # retranslateUi

