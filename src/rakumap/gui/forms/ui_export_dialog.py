# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'export_dialog.ui'
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
    QLabel, QProgressBar, QPushButton, QRadioButton,
    QSizePolicy, QSpacerItem, QVBoxLayout, QWidget)

class Ui_ExportDialog(object):
    def setupUi(self, ExportDialog):
        if not ExportDialog.objectName():
            ExportDialog.setObjectName(u"ExportDialog")
        ExportDialog.resize(560, 400)
        self.layout_1 = QVBoxLayout(ExportDialog)
        self.layout_1.setSpacing(12)
        self.layout_1.setObjectName(u"layout_1")
        self.layout_1.setContentsMargins(20, 18, 20, 16)
        self.heading = QLabel(ExportDialog)
        self.heading.setObjectName(u"heading")
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.heading.setProperty(u"kind", u"title")

        self.layout_1.addWidget(self.heading)

        self.rows_card = QFrame(ExportDialog)
        self.rows_card.setObjectName(u"rows_card")
        self.rows_card.setProperty(u"kind", u"card")
        self.layout_2 = QVBoxLayout(self.rows_card)
        self.layout_2.setSpacing(8)
        self.layout_2.setObjectName(u"layout_2")
        self.layout_2.setContentsMargins(14, 10, 14, 12)
        self.rows_heading = QLabel(self.rows_card)
        self.rows_heading.setObjectName(u"rows_heading")
        self.rows_heading.setTextFormat(Qt.TextFormat.PlainText)
        self.rows_heading.setProperty(u"kind", u"section")

        self.layout_2.addWidget(self.rows_heading)

        self.shown_radio = QRadioButton(self.rows_card)
        self.shown_radio.setObjectName(u"shown_radio")
        self.shown_radio.setChecked(True)

        self.layout_2.addWidget(self.shown_radio)

        self.selected_radio = QRadioButton(self.rows_card)
        self.selected_radio.setObjectName(u"selected_radio")

        self.layout_2.addWidget(self.selected_radio)

        self.all_radio = QRadioButton(self.rows_card)
        self.all_radio.setObjectName(u"all_radio")

        self.layout_2.addWidget(self.all_radio)


        self.layout_1.addWidget(self.rows_card)

        self.columns_card = QFrame(ExportDialog)
        self.columns_card.setObjectName(u"columns_card")
        self.columns_card.setProperty(u"kind", u"card")
        self.layout_3 = QVBoxLayout(self.columns_card)
        self.layout_3.setSpacing(8)
        self.layout_3.setObjectName(u"layout_3")
        self.layout_3.setContentsMargins(14, 10, 14, 12)
        self.columns_heading = QLabel(self.columns_card)
        self.columns_heading.setObjectName(u"columns_heading")
        self.columns_heading.setTextFormat(Qt.TextFormat.PlainText)
        self.columns_heading.setProperty(u"kind", u"section")

        self.layout_3.addWidget(self.columns_heading)

        self.shown_columns_radio = QRadioButton(self.columns_card)
        self.shown_columns_radio.setObjectName(u"shown_columns_radio")
        self.shown_columns_radio.setChecked(True)

        self.layout_3.addWidget(self.shown_columns_radio)

        self.all_columns_radio = QRadioButton(self.columns_card)
        self.all_columns_radio.setObjectName(u"all_columns_radio")

        self.layout_3.addWidget(self.all_columns_radio)


        self.layout_1.addWidget(self.columns_card)

        self.hint = QLabel(ExportDialog)
        self.hint.setObjectName(u"hint")
        self.hint.setTextFormat(Qt.TextFormat.PlainText)
        self.hint.setWordWrap(True)
        self.hint.setProperty(u"kind", u"hint")

        self.layout_1.addWidget(self.hint)

        self.error_text = QLabel(ExportDialog)
        self.error_text.setObjectName(u"error_text")
        self.error_text.setTextFormat(Qt.TextFormat.PlainText)
        self.error_text.setWordWrap(True)
        self.error_text.setProperty(u"kind", u"error")

        self.layout_1.addWidget(self.error_text)

        self.progress = QProgressBar(ExportDialog)
        self.progress.setObjectName(u"progress")
        self.progress.setTextVisible(False)
        self.progress.setMaximum(0)

        self.layout_1.addWidget(self.progress)

        self.space_4 = QSpacerItem(20, 10, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout_1.addItem(self.space_4)

        self.layout_5 = QHBoxLayout()
        self.layout_5.setSpacing(8)
        self.layout_5.setObjectName(u"layout_5")
        self.space_6 = QSpacerItem(20, 10, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout_5.addItem(self.space_6)

        self.cancel_button = QPushButton(ExportDialog)
        self.cancel_button.setObjectName(u"cancel_button")
        self.cancel_button.setAutoDefault(False)

        self.layout_5.addWidget(self.cancel_button)

        self.export_button = QPushButton(ExportDialog)
        self.export_button.setObjectName(u"export_button")
        self.export_button.setAutoDefault(False)
        self.export_button.setProperty(u"kind", u"primary")

        self.layout_5.addWidget(self.export_button)


        self.layout_1.addLayout(self.layout_5)

        QWidget.setTabOrder(self.shown_radio, self.selected_radio)
        QWidget.setTabOrder(self.selected_radio, self.all_radio)
        QWidget.setTabOrder(self.all_radio, self.shown_columns_radio)
        QWidget.setTabOrder(self.shown_columns_radio, self.all_columns_radio)
        QWidget.setTabOrder(self.all_columns_radio, self.cancel_button)
        QWidget.setTabOrder(self.cancel_button, self.export_button)

        self.retranslateUi(ExportDialog)

        self.export_button.setDefault(True)


        QMetaObject.connectSlotsByName(ExportDialog)
    # setupUi

    def retranslateUi(self, ExportDialog):
        ExportDialog.setWindowTitle(QCoreApplication.translate("ExportDialog", u"Export listings", None))
        self.heading.setText(QCoreApplication.translate("ExportDialog", u"Export listings", None))
        self.rows_heading.setText(QCoreApplication.translate("ExportDialog", u"Rows", None))
        self.shown_radio.setText(QCoreApplication.translate("ExportDialog", u"&Shown rows", None))
        self.selected_radio.setText(QCoreApplication.translate("ExportDialog", u"S&elected rows", None))
        self.all_radio.setText(QCoreApplication.translate("ExportDialog", u"&All listings of the channel", None))
        self.columns_heading.setText(QCoreApplication.translate("ExportDialog", u"Columns", None))
        self.shown_columns_radio.setText(QCoreApplication.translate("ExportDialog", u"&Columns of the table, in its order", None))
        self.all_columns_radio.setText(QCoreApplication.translate("ExportDialog", u"Al&l columns, named as scripts know them", None))
        self.hint.setText(QCoreApplication.translate("ExportDialog", u"CSV is written as UTF-8 so that Excel reads it rightly; a cell that a spreadsheet would run as a formula is guarded.", None))
        self.error_text.setText("")
#if QT_CONFIG(accessibility)
        self.progress.setAccessibleName(QCoreApplication.translate("ExportDialog", u"Export progress", None))
#endif // QT_CONFIG(accessibility)
        self.cancel_button.setText(QCoreApplication.translate("ExportDialog", u"Cancel", None))
#if QT_CONFIG(accessibility)
        self.cancel_button.setAccessibleName(QCoreApplication.translate("ExportDialog", u"Cancel", None))
#endif // QT_CONFIG(accessibility)
        self.export_button.setText(QCoreApplication.translate("ExportDialog", u"&Export\u2026", None))
#if QT_CONFIG(accessibility)
        self.export_button.setAccessibleName(QCoreApplication.translate("ExportDialog", u"Export", None))
#endif // QT_CONFIG(accessibility)
    # retranslateUi

