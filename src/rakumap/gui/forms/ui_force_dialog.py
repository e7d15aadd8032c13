# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'force_dialog.ui'
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
from PySide6.QtWidgets import (QApplication, QDialog, QFrame, QHBoxLayout,
    QLabel, QLineEdit, QPushButton, QSizePolicy,
    QSpacerItem, QVBoxLayout, QWidget)

class Ui_ForceDialog(object):
    def setupUi(self, ForceDialog):
        if not ForceDialog.objectName():
            ForceDialog.setObjectName(u"ForceDialog")
        ForceDialog.resize(620, 440)
        self.layout_1 = QVBoxLayout(ForceDialog)
        self.layout_1.setSpacing(12)
        self.layout_1.setObjectName(u"layout_1")
        self.layout_1.setContentsMargins(20, 18, 20, 16)
        self.heading = QLabel(ForceDialog)
        self.heading.setObjectName(u"heading")
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.heading.setProperty(u"kind", u"title")

        self.layout_1.addWidget(self.heading)

        self.explanation = QLabel(ForceDialog)
        self.explanation.setObjectName(u"explanation")
        self.explanation.setTextFormat(Qt.TextFormat.PlainText)
        self.explanation.setWordWrap(True)
        self.explanation.setProperty(u"kind", u"hint")

        self.layout_1.addWidget(self.explanation)

        self.reasons = QFrame(ForceDialog)
        self.reasons.setObjectName(u"reasons")
        self.reasons.setProperty(u"kind", u"card")
        self.reasons_layout = QVBoxLayout(self.reasons)
        self.reasons_layout.setSpacing(10)
        self.reasons_layout.setObjectName(u"reasons_layout")
        self.reasons_layout.setContentsMargins(14, 12, 14, 12)

        self.layout_1.addWidget(self.reasons)

        self.other_edit = QLineEdit(ForceDialog)
        self.other_edit.setObjectName(u"other_edit")
        self.other_edit.setMaxLength(200)
        self.other_edit.setEnabled(False)

        self.layout_1.addWidget(self.other_edit)

        self.schedule_text = QLabel(ForceDialog)
        self.schedule_text.setObjectName(u"schedule_text")
        self.schedule_text.setTextFormat(Qt.TextFormat.PlainText)
        self.schedule_text.setWordWrap(True)
        self.schedule_text.setProperty(u"kind", u"hint")

        self.layout_1.addWidget(self.schedule_text)

        self.space_2 = QSpacerItem(20, 10, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout_1.addItem(self.space_2)

        self.layout_3 = QHBoxLayout()
        self.layout_3.setSpacing(8)
        self.layout_3.setObjectName(u"layout_3")
        self.space_4 = QSpacerItem(20, 10, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout_3.addItem(self.space_4)

        self.cancel_button = QPushButton(ForceDialog)
        self.cancel_button.setObjectName(u"cancel_button")
        self.cancel_button.setAutoDefault(False)

        self.layout_3.addWidget(self.cancel_button)

        self.go_button = QPushButton(ForceDialog)
        self.go_button.setObjectName(u"go_button")
        self.go_button.setAutoDefault(False)
        self.go_button.setEnabled(False)
        self.go_button.setProperty(u"kind", u"primary")

        self.layout_3.addWidget(self.go_button)


        self.layout_1.addLayout(self.layout_3)


        self.retranslateUi(ForceDialog)
        self.cancel_button.clicked.connect(ForceDialog.reject)

        self.go_button.setDefault(True)


        QMetaObject.connectSlotsByName(ForceDialog)
    # setupUi

    def retranslateUi(self, ForceDialog):
        ForceDialog.setWindowTitle(QCoreApplication.translate("ForceDialog", u"Force Mapping Refresh", None))
        self.heading.setText(QCoreApplication.translate("ForceDialog", u"Force Mapping Refresh", None))
        self.explanation.setText(QCoreApplication.translate("ForceDialog", u"It fetches a fresh report at once instead of waiting for the next half hour. It can run once in 4 hours, so please use it for one of these reasons only:", None))
#if QT_CONFIG(accessibility)
        self.other_edit.setAccessibleName(QCoreApplication.translate("ForceDialog", u"Reason in your words", None))
#endif // QT_CONFIG(accessibility)
        self.other_edit.setPlaceholderText(QCoreApplication.translate("ForceDialog", u"What happened?", None))
        self.schedule_text.setText("")
        self.cancel_button.setText(QCoreApplication.translate("ForceDialog", u"Cancel", None))
#if QT_CONFIG(accessibility)
        self.cancel_button.setAccessibleName(QCoreApplication.translate("ForceDialog", u"Cancel", None))
#endif // QT_CONFIG(accessibility)
        self.go_button.setText(QCoreApplication.translate("ForceDialog", u"&Refresh now", None))
#if QT_CONFIG(accessibility)
        self.go_button.setAccessibleName(QCoreApplication.translate("ForceDialog", u"Refresh now", None))
#endif // QT_CONFIG(accessibility)
    # retranslateUi

