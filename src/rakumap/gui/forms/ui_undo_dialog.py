# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'undo_dialog.ui'
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
from PySide6.QtWidgets import (QAbstractItemView, QApplication, QDialog, QHBoxLayout,
    QLabel, QListWidget, QListWidgetItem, QPushButton,
    QSizePolicy, QSpacerItem, QVBoxLayout, QWidget)

class Ui_UndoDialog(object):
    def setupUi(self, UndoDialog):
        if not UndoDialog.objectName():
            UndoDialog.setObjectName(u"UndoDialog")
        UndoDialog.resize(560, 360)
        self.layout_1 = QVBoxLayout(UndoDialog)
        self.layout_1.setSpacing(12)
        self.layout_1.setObjectName(u"layout_1")
        self.layout_1.setContentsMargins(20, 18, 20, 16)
        self.heading = QLabel(UndoDialog)
        self.heading.setObjectName(u"heading")
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.heading.setWordWrap(True)
        self.heading.setProperty(u"kind", u"title")

        self.layout_1.addWidget(self.heading)

        self.back_text = QLabel(UndoDialog)
        self.back_text.setObjectName(u"back_text")
        self.back_text.setTextFormat(Qt.TextFormat.PlainText)
        self.back_text.setWordWrap(True)

        self.layout_1.addWidget(self.back_text)

        self.stay_text = QLabel(UndoDialog)
        self.stay_text.setObjectName(u"stay_text")
        self.stay_text.setTextFormat(Qt.TextFormat.PlainText)
        self.stay_text.setWordWrap(True)

        self.layout_1.addWidget(self.stay_text)

        self.kept = QListWidget(UndoDialog)
        self.kept.setObjectName(u"kept")
        self.kept.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)

        self.layout_1.addWidget(self.kept)

        self.hint = QLabel(UndoDialog)
        self.hint.setObjectName(u"hint")
        self.hint.setTextFormat(Qt.TextFormat.PlainText)
        self.hint.setWordWrap(True)
        self.hint.setProperty(u"kind", u"hint")

        self.layout_1.addWidget(self.hint)

        self.space_2 = QSpacerItem(20, 10, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout_1.addItem(self.space_2)

        self.layout_3 = QHBoxLayout()
        self.layout_3.setSpacing(8)
        self.layout_3.setObjectName(u"layout_3")
        self.space_4 = QSpacerItem(20, 10, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout_3.addItem(self.space_4)

        self.cancel_button = QPushButton(UndoDialog)
        self.cancel_button.setObjectName(u"cancel_button")
        self.cancel_button.setAutoDefault(False)

        self.layout_3.addWidget(self.cancel_button)

        self.undo_button = QPushButton(UndoDialog)
        self.undo_button.setObjectName(u"undo_button")
        self.undo_button.setAutoDefault(False)
        self.undo_button.setProperty(u"kind", u"primary")

        self.layout_3.addWidget(self.undo_button)


        self.layout_1.addLayout(self.layout_3)


        self.retranslateUi(UndoDialog)
        self.cancel_button.clicked.connect(UndoDialog.reject)
        self.undo_button.clicked.connect(UndoDialog.accept)

        self.undo_button.setDefault(True)


        QMetaObject.connectSlotsByName(UndoDialog)
    # setupUi

    def retranslateUi(self, UndoDialog):
        UndoDialog.setWindowTitle(QCoreApplication.translate("UndoDialog", u"Undo", None))
        self.heading.setText("")
        self.back_text.setText("")
        self.stay_text.setText("")
#if QT_CONFIG(accessibility)
        self.kept.setAccessibleName(QCoreApplication.translate("UndoDialog", u"What stays as it is", None))
#endif // QT_CONFIG(accessibility)
        self.hint.setText(QCoreApplication.translate("UndoDialog", u"What was sent to the channel already is not taken back; the quantities are computed anew.", None))
        self.cancel_button.setText(QCoreApplication.translate("UndoDialog", u"Cancel", None))
#if QT_CONFIG(accessibility)
        self.cancel_button.setAccessibleName(QCoreApplication.translate("UndoDialog", u"Cancel", None))
#endif // QT_CONFIG(accessibility)
        self.undo_button.setText(QCoreApplication.translate("UndoDialog", u"&Undo", None))
#if QT_CONFIG(accessibility)
        self.undo_button.setAccessibleName(QCoreApplication.translate("UndoDialog", u"Undo", None))
#endif // QT_CONFIG(accessibility)
    # retranslateUi

