# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'held_dialog.ui'
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
    QHeaderView, QLabel, QPushButton, QSizePolicy,
    QSpacerItem, QTableWidget, QTableWidgetItem, QVBoxLayout,
    QWidget)

class Ui_HeldDialog(object):
    def setupUi(self, HeldDialog):
        if not HeldDialog.objectName():
            HeldDialog.setObjectName(u"HeldDialog")
        HeldDialog.resize(760, 540)
        self.layout_1 = QVBoxLayout(HeldDialog)
        self.layout_1.setSpacing(12)
        self.layout_1.setObjectName(u"layout_1")
        self.layout_1.setContentsMargins(20, 18, 20, 16)
        self.heading = QLabel(HeldDialog)
        self.heading.setObjectName(u"heading")
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.heading.setProperty(u"kind", u"title")

        self.layout_1.addWidget(self.heading)

        self.sentence = QLabel(HeldDialog)
        self.sentence.setObjectName(u"sentence")
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setWordWrap(True)

        self.layout_1.addWidget(self.sentence)

        self.numbers_card = QFrame(HeldDialog)
        self.numbers_card.setObjectName(u"numbers_card")
        self.numbers_card.setProperty(u"kind", u"card")
        self.numbers = QHBoxLayout(self.numbers_card)
        self.numbers.setSpacing(28)
        self.numbers.setObjectName(u"numbers")
        self.numbers.setContentsMargins(16, 12, 16, 12)

        self.layout_1.addWidget(self.numbers_card)

        self.list_label = QLabel(HeldDialog)
        self.list_label.setObjectName(u"list_label")
        self.list_label.setTextFormat(Qt.TextFormat.PlainText)
        self.list_label.setProperty(u"kind", u"section")

        self.layout_1.addWidget(self.list_label)

        self.lost = QTableWidget(HeldDialog)
        if (self.lost.columnCount() < 2):
            self.lost.setColumnCount(2)
        __qtablewidgetitem = QTableWidgetItem()
        self.lost.setHorizontalHeaderItem(0, __qtablewidgetitem)
        __qtablewidgetitem1 = QTableWidgetItem()
        self.lost.setHorizontalHeaderItem(1, __qtablewidgetitem1)
        self.lost.setObjectName(u"lost")

        self.layout_1.addWidget(self.lost)

        self.hint = QLabel(HeldDialog)
        self.hint.setObjectName(u"hint")
        self.hint.setTextFormat(Qt.TextFormat.PlainText)
        self.hint.setWordWrap(True)
        self.hint.setProperty(u"kind", u"hint")

        self.layout_1.addWidget(self.hint)

        self.layout_2 = QHBoxLayout()
        self.layout_2.setSpacing(8)
        self.layout_2.setObjectName(u"layout_2")
        self.copy_button = QPushButton(HeldDialog)
        self.copy_button.setObjectName(u"copy_button")
        self.copy_button.setAutoDefault(False)

        self.layout_2.addWidget(self.copy_button)

        self.space_3 = QSpacerItem(20, 10, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout_2.addItem(self.space_3)

        self.later_button = QPushButton(HeldDialog)
        self.later_button.setObjectName(u"later_button")
        self.later_button.setAutoDefault(False)

        self.layout_2.addWidget(self.later_button)

        self.discard_button = QPushButton(HeldDialog)
        self.discard_button.setObjectName(u"discard_button")
        self.discard_button.setAutoDefault(False)

        self.layout_2.addWidget(self.discard_button)

        self.accept_button = QPushButton(HeldDialog)
        self.accept_button.setObjectName(u"accept_button")
        self.accept_button.setAutoDefault(False)
        self.accept_button.setProperty(u"kind", u"danger")

        self.layout_2.addWidget(self.accept_button)


        self.layout_1.addLayout(self.layout_2)

        QWidget.setTabOrder(self.lost, self.copy_button)
        QWidget.setTabOrder(self.copy_button, self.later_button)
        QWidget.setTabOrder(self.later_button, self.discard_button)
        QWidget.setTabOrder(self.discard_button, self.accept_button)

        self.retranslateUi(HeldDialog)
        self.later_button.clicked.connect(HeldDialog.reject)

        QMetaObject.connectSlotsByName(HeldDialog)
    # setupUi

    def retranslateUi(self, HeldDialog):
        HeldDialog.setWindowTitle(QCoreApplication.translate("HeldDialog", u"A report waits for your word", None))
        self.heading.setText(QCoreApplication.translate("HeldDialog", u"A report waits for your word", None))
        self.sentence.setText("")
        self.list_label.setText(QCoreApplication.translate("HeldDialog", u"Listings that would go", None))
        ___qtablewidgetitem = self.lost.horizontalHeaderItem(0)
        ___qtablewidgetitem.setText(QCoreApplication.translate("HeldDialog", u"SKU", None))
        ___qtablewidgetitem1 = self.lost.horizontalHeaderItem(1)
        ___qtablewidgetitem1.setText(QCoreApplication.translate("HeldDialog", u"Item Title", None))
#if QT_CONFIG(accessibility)
        self.lost.setAccessibleName(QCoreApplication.translate("HeldDialog", u"Listings that would go", None))
#endif // QT_CONFIG(accessibility)
        self.hint.setText(QCoreApplication.translate("HeldDialog", u"Accepted, these listings go out of sight but keep their links and limits, and come back whole when the channel lists them again. Discarded, nothing changes and the next report is fetched on schedule.", None))
        self.copy_button.setText(QCoreApplication.translate("HeldDialog", u"&Copy list", None))
#if QT_CONFIG(accessibility)
        self.copy_button.setAccessibleName(QCoreApplication.translate("HeldDialog", u"Copy list", None))
#endif // QT_CONFIG(accessibility)
        self.later_button.setText(QCoreApplication.translate("HeldDialog", u"Decide later", None))
#if QT_CONFIG(accessibility)
        self.later_button.setAccessibleName(QCoreApplication.translate("HeldDialog", u"Decide later", None))
#endif // QT_CONFIG(accessibility)
        self.discard_button.setText(QCoreApplication.translate("HeldDialog", u"&Discard", None))
#if QT_CONFIG(accessibility)
        self.discard_button.setAccessibleName(QCoreApplication.translate("HeldDialog", u"Discard", None))
#endif // QT_CONFIG(accessibility)
        self.accept_button.setText(QCoreApplication.translate("HeldDialog", u"&Accept\u2026", None))
#if QT_CONFIG(accessibility)
        self.accept_button.setAccessibleName(QCoreApplication.translate("HeldDialog", u"Accept", None))
#endif // QT_CONFIG(accessibility)
    # retranslateUi

