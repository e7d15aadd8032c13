# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'import_wizard.ui'
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
    QFrame, QHBoxLayout, QHeaderView, QLabel,
    QLineEdit, QProgressBar, QPushButton, QScrollArea,
    QSizePolicy, QSpacerItem, QStackedWidget, QTableView,
    QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget)

class Ui_ImportWizard(object):
    def setupUi(self, ImportWizard):
        if not ImportWizard.objectName():
            ImportWizard.setObjectName(u"ImportWizard")
        ImportWizard.resize(980, 640)
        self.layout_1 = QVBoxLayout(ImportWizard)
        self.layout_1.setSpacing(12)
        self.layout_1.setObjectName(u"layout_1")
        self.layout_1.setContentsMargins(20, 18, 20, 16)
        self.layout_2 = QHBoxLayout()
        self.layout_2.setSpacing(8)
        self.layout_2.setObjectName(u"layout_2")
        self.heading = QLabel(ImportWizard)
        self.heading.setObjectName(u"heading")
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.heading.setProperty(u"kind", u"title")

        self.layout_2.addWidget(self.heading)

        self.space_3 = QSpacerItem(20, 10, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout_2.addItem(self.space_3)

        self.steps = QWidget(ImportWizard)
        self.steps.setObjectName(u"steps")
        self.steps_layout = QHBoxLayout(self.steps)
        self.steps_layout.setSpacing(18)
        self.steps_layout.setObjectName(u"steps_layout")
        self.steps_layout.setContentsMargins(0, 0, 0, 0)

        self.layout_2.addWidget(self.steps)


        self.layout_1.addLayout(self.layout_2)

        self.message = QFrame(ImportWizard)
        self.message.setObjectName(u"message")
        self.message.setProperty(u"kind", u"inline")
        self.layout_4 = QHBoxLayout(self.message)
        self.layout_4.setObjectName(u"layout_4")
        self.layout_4.setContentsMargins(12, 8, 12, 8)
        self.message_text = QLabel(self.message)
        self.message_text.setObjectName(u"message_text")
        self.message_text.setTextFormat(Qt.TextFormat.PlainText)
        self.message_text.setWordWrap(True)

        self.layout_4.addWidget(self.message_text)


        self.layout_1.addWidget(self.message)

        self.pages = QStackedWidget(ImportWizard)
        self.pages.setObjectName(u"pages")
        self.file_page = QWidget()
        self.file_page.setObjectName(u"file_page")
        self.layout_5 = QVBoxLayout(self.file_page)
        self.layout_5.setSpacing(12)
        self.layout_5.setObjectName(u"layout_5")
        self.layout_5.setContentsMargins(0, 0, 0, 0)
        self.layout_6 = QHBoxLayout()
        self.layout_6.setSpacing(8)
        self.layout_6.setObjectName(u"layout_6")
        self.file_label = QLabel(self.file_page)
        self.file_label.setObjectName(u"file_label")
        self.file_label.setTextFormat(Qt.TextFormat.PlainText)

        self.layout_6.addWidget(self.file_label)

        self.file_edit = QLineEdit(self.file_page)
        self.file_edit.setObjectName(u"file_edit")

        self.layout_6.addWidget(self.file_edit)

        self.browse_button = QPushButton(self.file_page)
        self.browse_button.setObjectName(u"browse_button")
        self.browse_button.setAutoDefault(False)

        self.layout_6.addWidget(self.browse_button)


        self.layout_5.addLayout(self.layout_6)

        self.layout_7 = QHBoxLayout()
        self.layout_7.setSpacing(8)
        self.layout_7.setObjectName(u"layout_7")
        self.encoding_label = QLabel(self.file_page)
        self.encoding_label.setObjectName(u"encoding_label")
        self.encoding_label.setTextFormat(Qt.TextFormat.PlainText)

        self.layout_7.addWidget(self.encoding_label)

        self.encoding_combo = QComboBox(self.file_page)
        self.encoding_combo.setObjectName(u"encoding_combo")

        self.layout_7.addWidget(self.encoding_combo)

        self.delimiter_label = QLabel(self.file_page)
        self.delimiter_label.setObjectName(u"delimiter_label")
        self.delimiter_label.setTextFormat(Qt.TextFormat.PlainText)

        self.layout_7.addWidget(self.delimiter_label)

        self.delimiter_combo = QComboBox(self.file_page)
        self.delimiter_combo.setObjectName(u"delimiter_combo")

        self.layout_7.addWidget(self.delimiter_combo)

        self.decimal_label = QLabel(self.file_page)
        self.decimal_label.setObjectName(u"decimal_label")
        self.decimal_label.setTextFormat(Qt.TextFormat.PlainText)

        self.layout_7.addWidget(self.decimal_label)

        self.decimal_combo = QComboBox(self.file_page)
        self.decimal_combo.setObjectName(u"decimal_combo")

        self.layout_7.addWidget(self.decimal_combo)

        self.space_8 = QSpacerItem(20, 10, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout_7.addItem(self.space_8)


        self.layout_5.addLayout(self.layout_7)

        self.read_text = QLabel(self.file_page)
        self.read_text.setObjectName(u"read_text")
        self.read_text.setTextFormat(Qt.TextFormat.PlainText)
        self.read_text.setWordWrap(True)
        self.read_text.setProperty(u"kind", u"hint")

        self.layout_5.addWidget(self.read_text)

        self.preview = QTableWidget(self.file_page)
        self.preview.setObjectName(u"preview")

        self.layout_5.addWidget(self.preview)

        self.pages.addWidget(self.file_page)
        self.columns_page = QWidget()
        self.columns_page.setObjectName(u"columns_page")
        self.layout_9 = QVBoxLayout(self.columns_page)
        self.layout_9.setSpacing(12)
        self.layout_9.setObjectName(u"layout_9")
        self.layout_9.setContentsMargins(0, 0, 0, 0)
        self.columns_hint = QLabel(self.columns_page)
        self.columns_hint.setObjectName(u"columns_hint")
        self.columns_hint.setTextFormat(Qt.TextFormat.PlainText)
        self.columns_hint.setWordWrap(True)
        self.columns_hint.setProperty(u"kind", u"hint")

        self.layout_9.addWidget(self.columns_hint)

        self.fields_scroll = QScrollArea(self.columns_page)
        self.fields_scroll.setObjectName(u"fields_scroll")
        self.fields_scroll.setWidgetResizable(True)
        self.fields_scroll.setFrameShape(QFrame.Shape.NoFrame)

        self.layout_9.addWidget(self.fields_scroll)

        self.pages.addWidget(self.columns_page)
        self.check_page = QWidget()
        self.check_page.setObjectName(u"check_page")
        self.layout_10 = QVBoxLayout(self.check_page)
        self.layout_10.setSpacing(12)
        self.layout_10.setObjectName(u"layout_10")
        self.layout_10.setContentsMargins(0, 0, 0, 0)
        self.counts_card = QFrame(self.check_page)
        self.counts_card.setObjectName(u"counts_card")
        self.counts_card.setProperty(u"kind", u"card")
        self.counts = QHBoxLayout(self.counts_card)
        self.counts.setSpacing(28)
        self.counts.setObjectName(u"counts")
        self.counts.setContentsMargins(16, 12, 16, 12)

        self.layout_10.addWidget(self.counts_card)

        self.layout_11 = QHBoxLayout()
        self.layout_11.setSpacing(8)
        self.layout_11.setObjectName(u"layout_11")
        self.refused_check = QCheckBox(self.check_page)
        self.refused_check.setObjectName(u"refused_check")

        self.layout_11.addWidget(self.refused_check)

        self.space_12 = QSpacerItem(20, 10, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout_11.addItem(self.space_12)

        self.save_button = QPushButton(self.check_page)
        self.save_button.setObjectName(u"save_button")
        self.save_button.setAutoDefault(False)

        self.layout_11.addWidget(self.save_button)


        self.layout_10.addLayout(self.layout_11)

        self.verdicts = QTableView(self.check_page)
        self.verdicts.setObjectName(u"verdicts")

        self.layout_10.addWidget(self.verdicts)

        self.reason_text = QLabel(self.check_page)
        self.reason_text.setObjectName(u"reason_text")
        self.reason_text.setTextFormat(Qt.TextFormat.PlainText)
        self.reason_text.setWordWrap(True)
        self.reason_text.setMinimumSize(QSize(0, 34))
        self.reason_text.setAlignment(Qt.AlignmentFlag.AlignLeading|Qt.AlignmentFlag.AlignTop)
        self.reason_text.setProperty(u"kind", u"hint")

        self.layout_10.addWidget(self.reason_text)

        self.pages.addWidget(self.check_page)

        self.layout_1.addWidget(self.pages)

        self.layout_13 = QHBoxLayout()
        self.layout_13.setSpacing(8)
        self.layout_13.setObjectName(u"layout_13")
        self.progress = QProgressBar(ImportWizard)
        self.progress.setObjectName(u"progress")
        self.progress.setTextVisible(False)
        self.progress.setMaximum(0)
        self.progress.setMaximumSize(QSize(160, 8))

        self.layout_13.addWidget(self.progress)

        self.progress_text = QLabel(ImportWizard)
        self.progress_text.setObjectName(u"progress_text")
        self.progress_text.setTextFormat(Qt.TextFormat.PlainText)
        self.progress_text.setProperty(u"kind", u"hint")

        self.layout_13.addWidget(self.progress_text)

        self.space_14 = QSpacerItem(20, 10, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout_13.addItem(self.space_14)

        self.cancel_button = QPushButton(ImportWizard)
        self.cancel_button.setObjectName(u"cancel_button")
        self.cancel_button.setAutoDefault(False)

        self.layout_13.addWidget(self.cancel_button)

        self.back_button = QPushButton(ImportWizard)
        self.back_button.setObjectName(u"back_button")
        self.back_button.setAutoDefault(False)

        self.layout_13.addWidget(self.back_button)

        self.next_button = QPushButton(ImportWizard)
        self.next_button.setObjectName(u"next_button")
        self.next_button.setAutoDefault(False)
        self.next_button.setProperty(u"kind", u"primary")

        self.layout_13.addWidget(self.next_button)


        self.layout_1.addLayout(self.layout_13)

#if QT_CONFIG(shortcut)
        self.file_label.setBuddy(self.file_edit)
        self.encoding_label.setBuddy(self.encoding_combo)
        self.delimiter_label.setBuddy(self.delimiter_combo)
        self.decimal_label.setBuddy(self.decimal_combo)
#endif // QT_CONFIG(shortcut)

        self.retranslateUi(ImportWizard)

        self.pages.setCurrentIndex(0)
        self.next_button.setDefault(True)


        QMetaObject.connectSlotsByName(ImportWizard)
    # setupUi

    def retranslateUi(self, ImportWizard):
        ImportWizard.setWindowTitle(QCoreApplication.translate("ImportWizard", u"Import", None))
        self.heading.setText("")
        self.message_text.setText("")
        self.file_label.setText(QCoreApplication.translate("ImportWizard", u"&File", None))
#if QT_CONFIG(accessibility)
        self.file_edit.setAccessibleName(QCoreApplication.translate("ImportWizard", u"File", None))
#endif // QT_CONFIG(accessibility)
        self.file_edit.setPlaceholderText(QCoreApplication.translate("ImportWizard", u"CSV, TSV, TXT, XLSX or JSON", None))
        self.browse_button.setText(QCoreApplication.translate("ImportWizard", u"&Browse\u2026", None))
#if QT_CONFIG(accessibility)
        self.browse_button.setAccessibleName(QCoreApplication.translate("ImportWizard", u"Browse", None))
#endif // QT_CONFIG(accessibility)
        self.encoding_label.setText(QCoreApplication.translate("ImportWizard", u"&Encoding", None))
#if QT_CONFIG(accessibility)
        self.encoding_combo.setAccessibleName(QCoreApplication.translate("ImportWizard", u"Encoding", None))
#endif // QT_CONFIG(accessibility)
        self.delimiter_label.setText(QCoreApplication.translate("ImportWizard", u"&Delimiter", None))
#if QT_CONFIG(accessibility)
        self.delimiter_combo.setAccessibleName(QCoreApplication.translate("ImportWizard", u"Delimiter", None))
#endif // QT_CONFIG(accessibility)
        self.decimal_label.setText(QCoreApplication.translate("ImportWizard", u"Decimal &mark", None))
#if QT_CONFIG(accessibility)
        self.decimal_combo.setAccessibleName(QCoreApplication.translate("ImportWizard", u"Decimal mark", None))
#endif // QT_CONFIG(accessibility)
        self.read_text.setText("")
#if QT_CONFIG(accessibility)
        self.preview.setAccessibleName(QCoreApplication.translate("ImportWizard", u"First rows of the file", None))
#endif // QT_CONFIG(accessibility)
        self.columns_hint.setText("")
        self.refused_check.setText(QCoreApplication.translate("ImportWizard", u"Re&fused rows only", None))
#if QT_CONFIG(accessibility)
        self.refused_check.setAccessibleName(QCoreApplication.translate("ImportWizard", u"Refused rows only", None))
#endif // QT_CONFIG(accessibility)
        self.save_button.setText(QCoreApplication.translate("ImportWizard", u"&Save refused rows\u2026", None))
#if QT_CONFIG(accessibility)
        self.save_button.setAccessibleName(QCoreApplication.translate("ImportWizard", u"Save refused rows", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.verdicts.setAccessibleName(QCoreApplication.translate("ImportWizard", u"Rows of the file", None))
#endif // QT_CONFIG(accessibility)
        self.reason_text.setText("")
#if QT_CONFIG(accessibility)
        self.progress.setAccessibleName(QCoreApplication.translate("ImportWizard", u"Progress", None))
#endif // QT_CONFIG(accessibility)
        self.progress_text.setText("")
        self.cancel_button.setText(QCoreApplication.translate("ImportWizard", u"Cancel", None))
#if QT_CONFIG(accessibility)
        self.cancel_button.setAccessibleName(QCoreApplication.translate("ImportWizard", u"Cancel", None))
#endif // QT_CONFIG(accessibility)
        self.back_button.setText(QCoreApplication.translate("ImportWizard", u"Ba&ck", None))
#if QT_CONFIG(accessibility)
        self.back_button.setAccessibleName(QCoreApplication.translate("ImportWizard", u"Back", None))
#endif // QT_CONFIG(accessibility)
        self.next_button.setText(QCoreApplication.translate("ImportWizard", u"&Next", None))
#if QT_CONFIG(accessibility)
        self.next_button.setAccessibleName(QCoreApplication.translate("ImportWizard", u"Next", None))
#endif // QT_CONFIG(accessibility)
    # retranslateUi

