# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'channel_config.ui'
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
from PySide6.QtWidgets import (QApplication, QComboBox, QDialog, QFrame,
    QGridLayout, QHBoxLayout, QHeaderView, QLabel,
    QLineEdit, QProgressBar, QPushButton, QSizePolicy,
    QSpacerItem, QTabWidget, QTableWidget, QTableWidgetItem,
    QVBoxLayout, QWidget)

class Ui_ChannelConfig(object):
    def setupUi(self, ChannelConfig):
        if not ChannelConfig.objectName():
            ChannelConfig.setObjectName(u"ChannelConfig")
        ChannelConfig.resize(900, 620)
        self.layout_1 = QVBoxLayout(ChannelConfig)
        self.layout_1.setSpacing(12)
        self.layout_1.setObjectName(u"layout_1")
        self.layout_1.setContentsMargins(20, 18, 20, 16)
        self.heading = QLabel(ChannelConfig)
        self.heading.setObjectName(u"heading")
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.heading.setProperty(u"kind", u"title")

        self.layout_1.addWidget(self.heading)

        self.tabs = QTabWidget(ChannelConfig)
        self.tabs.setObjectName(u"tabs")
        self.general_tab = QWidget()
        self.general_tab.setObjectName(u"general_tab")
        self.layout_2 = QVBoxLayout(self.general_tab)
        self.layout_2.setSpacing(14)
        self.layout_2.setObjectName(u"layout_2")
        self.layout_2.setContentsMargins(14, 14, 14, 14)
        self.layout_3 = QGridLayout()
        self.layout_3.setSpacing(10)
        self.layout_3.setObjectName(u"layout_3")
        self.name_label = QLabel(self.general_tab)
        self.name_label.setObjectName(u"name_label")
        self.name_label.setTextFormat(Qt.TextFormat.PlainText)

        self.layout_3.addWidget(self.name_label, 0, 0, 1, 1)

        self.name_edit = QLineEdit(self.general_tab)
        self.name_edit.setObjectName(u"name_edit")

        self.layout_3.addWidget(self.name_edit, 0, 1, 1, 1)

        self.kind_label = QLabel(self.general_tab)
        self.kind_label.setObjectName(u"kind_label")
        self.kind_label.setTextFormat(Qt.TextFormat.PlainText)

        self.layout_3.addWidget(self.kind_label, 1, 0, 1, 1)

        self.kind_text = QLabel(self.general_tab)
        self.kind_text.setObjectName(u"kind_text")
        self.kind_text.setTextFormat(Qt.TextFormat.PlainText)

        self.layout_3.addWidget(self.kind_text, 1, 1, 1, 1)

        self.path_label = QLabel(self.general_tab)
        self.path_label.setObjectName(u"path_label")
        self.path_label.setTextFormat(Qt.TextFormat.PlainText)

        self.layout_3.addWidget(self.path_label, 2, 0, 1, 1)

        self.layout_4 = QHBoxLayout()
        self.layout_4.setSpacing(8)
        self.layout_4.setObjectName(u"layout_4")
        self.path_edit = QLineEdit(self.general_tab)
        self.path_edit.setObjectName(u"path_edit")

        self.layout_4.addWidget(self.path_edit)

        self.file_button = QPushButton(self.general_tab)
        self.file_button.setObjectName(u"file_button")
        self.file_button.setAutoDefault(False)

        self.layout_4.addWidget(self.file_button)

        self.folder_button = QPushButton(self.general_tab)
        self.folder_button.setObjectName(u"folder_button")
        self.folder_button.setAutoDefault(False)

        self.layout_4.addWidget(self.folder_button)


        self.layout_3.addLayout(self.layout_4, 2, 1, 1, 1)

        self.path_hint = QLabel(self.general_tab)
        self.path_hint.setObjectName(u"path_hint")
        self.path_hint.setTextFormat(Qt.TextFormat.PlainText)
        self.path_hint.setWordWrap(True)
        self.path_hint.setProperty(u"kind", u"hint")

        self.layout_3.addWidget(self.path_hint, 3, 1, 1, 1)

        self.layout_5 = QHBoxLayout()
        self.layout_5.setSpacing(10)
        self.layout_5.setObjectName(u"layout_5")
        self.test_button = QPushButton(self.general_tab)
        self.test_button.setObjectName(u"test_button")
        self.test_button.setAutoDefault(False)

        self.layout_5.addWidget(self.test_button)

        self.test_progress = QProgressBar(self.general_tab)
        self.test_progress.setObjectName(u"test_progress")
        self.test_progress.setMaximum(0)
        self.test_progress.setTextVisible(False)
        self.test_progress.setMaximumSize(QSize(90, 8))

        self.layout_5.addWidget(self.test_progress)

        self.test_result = QLabel(self.general_tab)
        self.test_result.setObjectName(u"test_result")
        self.test_result.setTextFormat(Qt.TextFormat.PlainText)
        self.test_result.setWordWrap(True)

        self.layout_5.addWidget(self.test_result)

        self.layout_5.setStretch(2, 1)

        self.layout_3.addLayout(self.layout_5, 60, 1, 1, 1)


        self.layout_2.addLayout(self.layout_3)

        self.schedule_card = QFrame(self.general_tab)
        self.schedule_card.setObjectName(u"schedule_card")
        self.schedule_card.setProperty(u"kind", u"card")
        self.layout_6 = QVBoxLayout(self.schedule_card)
        self.layout_6.setSpacing(6)
        self.layout_6.setObjectName(u"layout_6")
        self.layout_6.setContentsMargins(14, 10, 14, 12)
        self.schedule_heading = QLabel(self.schedule_card)
        self.schedule_heading.setObjectName(u"schedule_heading")
        self.schedule_heading.setTextFormat(Qt.TextFormat.PlainText)
        self.schedule_heading.setProperty(u"kind", u"section")

        self.layout_6.addWidget(self.schedule_heading)

        self.schedule_text = QLabel(self.schedule_card)
        self.schedule_text.setObjectName(u"schedule_text")
        self.schedule_text.setTextFormat(Qt.TextFormat.PlainText)
        self.schedule_text.setWordWrap(True)

        self.layout_6.addWidget(self.schedule_text)

        self.schedule_hint = QLabel(self.schedule_card)
        self.schedule_hint.setObjectName(u"schedule_hint")
        self.schedule_hint.setTextFormat(Qt.TextFormat.PlainText)
        self.schedule_hint.setWordWrap(True)
        self.schedule_hint.setProperty(u"kind", u"hint")

        self.layout_6.addWidget(self.schedule_hint)


        self.layout_2.addWidget(self.schedule_card)

        self.space_7 = QSpacerItem(20, 10, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout_2.addItem(self.space_7)

        self.tabs.addTab(self.general_tab, "")
        self.columns_tab = QWidget()
        self.columns_tab.setObjectName(u"columns_tab")
        self.layout_8 = QVBoxLayout(self.columns_tab)
        self.layout_8.setSpacing(10)
        self.layout_8.setObjectName(u"layout_8")
        self.layout_8.setContentsMargins(14, 14, 14, 14)
        self.layout_9 = QHBoxLayout()
        self.layout_9.setSpacing(8)
        self.layout_9.setObjectName(u"layout_9")
        self.encoding_label = QLabel(self.columns_tab)
        self.encoding_label.setObjectName(u"encoding_label")
        self.encoding_label.setTextFormat(Qt.TextFormat.PlainText)

        self.layout_9.addWidget(self.encoding_label)

        self.encoding_combo = QComboBox(self.columns_tab)
        self.encoding_combo.setObjectName(u"encoding_combo")

        self.layout_9.addWidget(self.encoding_combo)

        self.delimiter_label = QLabel(self.columns_tab)
        self.delimiter_label.setObjectName(u"delimiter_label")
        self.delimiter_label.setTextFormat(Qt.TextFormat.PlainText)

        self.layout_9.addWidget(self.delimiter_label)

        self.delimiter_combo = QComboBox(self.columns_tab)
        self.delimiter_combo.setObjectName(u"delimiter_combo")

        self.layout_9.addWidget(self.delimiter_combo)

        self.decimal_label = QLabel(self.columns_tab)
        self.decimal_label.setObjectName(u"decimal_label")
        self.decimal_label.setTextFormat(Qt.TextFormat.PlainText)

        self.layout_9.addWidget(self.decimal_label)

        self.decimal_combo = QComboBox(self.columns_tab)
        self.decimal_combo.setObjectName(u"decimal_combo")

        self.layout_9.addWidget(self.decimal_combo)

        self.space_10 = QSpacerItem(20, 10, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout_9.addItem(self.space_10)

        self.look_button = QPushButton(self.columns_tab)
        self.look_button.setObjectName(u"look_button")
        self.look_button.setAutoDefault(False)

        self.layout_9.addWidget(self.look_button)


        self.layout_8.addLayout(self.layout_9)

        self.look_text = QLabel(self.columns_tab)
        self.look_text.setObjectName(u"look_text")
        self.look_text.setTextFormat(Qt.TextFormat.PlainText)
        self.look_text.setWordWrap(True)
        self.look_text.setProperty(u"kind", u"hint")

        self.layout_8.addWidget(self.look_text)

        self.fields_area = QWidget(self.columns_tab)
        self.fields_area.setObjectName(u"fields_area")
        self.fields_grid = QGridLayout(self.fields_area)
        self.fields_grid.setSpacing(8)
        self.fields_grid.setObjectName(u"fields_grid")
        self.fields_grid.setContentsMargins(0, 0, 0, 0)

        self.layout_8.addWidget(self.fields_area)

        self.preview = QTableWidget(self.columns_tab)
        self.preview.setObjectName(u"preview")

        self.layout_8.addWidget(self.preview)

        self.tabs.addTab(self.columns_tab, "")
        self.quantity_tab = QWidget()
        self.quantity_tab.setObjectName(u"quantity_tab")
        self.layout_11 = QVBoxLayout(self.quantity_tab)
        self.layout_11.setSpacing(12)
        self.layout_11.setObjectName(u"layout_11")
        self.layout_11.setContentsMargins(14, 14, 14, 14)
        self.quantity_hint = QLabel(self.quantity_tab)
        self.quantity_hint.setObjectName(u"quantity_hint")
        self.quantity_hint.setTextFormat(Qt.TextFormat.PlainText)
        self.quantity_hint.setWordWrap(True)
        self.quantity_hint.setProperty(u"kind", u"hint")

        self.layout_11.addWidget(self.quantity_hint)

        self.layout_12 = QGridLayout()
        self.layout_12.setSpacing(10)
        self.layout_12.setObjectName(u"layout_12")
        self.max_label = QLabel(self.quantity_tab)
        self.max_label.setObjectName(u"max_label")
        self.max_label.setTextFormat(Qt.TextFormat.PlainText)

        self.layout_12.addWidget(self.max_label, 0, 0, 1, 1)

        self.max_edit = QLineEdit(self.quantity_tab)
        self.max_edit.setObjectName(u"max_edit")
        self.max_edit.setMaximumSize(QSize(160, 16777215))

        self.layout_12.addWidget(self.max_edit, 0, 1, 1, 1)

        self.max_hint = QLabel(self.quantity_tab)
        self.max_hint.setObjectName(u"max_hint")
        self.max_hint.setTextFormat(Qt.TextFormat.PlainText)
        self.max_hint.setWordWrap(True)
        self.max_hint.setProperty(u"kind", u"hint")

        self.layout_12.addWidget(self.max_hint, 0, 2, 1, 1)

        self.end_label = QLabel(self.quantity_tab)
        self.end_label.setObjectName(u"end_label")
        self.end_label.setTextFormat(Qt.TextFormat.PlainText)

        self.layout_12.addWidget(self.end_label, 1, 0, 1, 1)

        self.end_edit = QLineEdit(self.quantity_tab)
        self.end_edit.setObjectName(u"end_edit")
        self.end_edit.setMaximumSize(QSize(160, 16777215))

        self.layout_12.addWidget(self.end_edit, 1, 1, 1, 1)

        self.end_hint = QLabel(self.quantity_tab)
        self.end_hint.setObjectName(u"end_hint")
        self.end_hint.setTextFormat(Qt.TextFormat.PlainText)
        self.end_hint.setWordWrap(True)
        self.end_hint.setProperty(u"kind", u"hint")

        self.layout_12.addWidget(self.end_hint, 1, 2, 1, 1)

        self.percentage_label = QLabel(self.quantity_tab)
        self.percentage_label.setObjectName(u"percentage_label")
        self.percentage_label.setTextFormat(Qt.TextFormat.PlainText)

        self.layout_12.addWidget(self.percentage_label, 2, 0, 1, 1)

        self.percentage_edit = QLineEdit(self.quantity_tab)
        self.percentage_edit.setObjectName(u"percentage_edit")
        self.percentage_edit.setMaximumSize(QSize(160, 16777215))

        self.layout_12.addWidget(self.percentage_edit, 2, 1, 1, 1)

        self.percentage_hint = QLabel(self.quantity_tab)
        self.percentage_hint.setObjectName(u"percentage_hint")
        self.percentage_hint.setTextFormat(Qt.TextFormat.PlainText)
        self.percentage_hint.setWordWrap(True)
        self.percentage_hint.setProperty(u"kind", u"hint")

        self.layout_12.addWidget(self.percentage_hint, 2, 2, 1, 1)


        self.layout_11.addLayout(self.layout_12)

        self.quantity_warning = QLabel(self.quantity_tab)
        self.quantity_warning.setObjectName(u"quantity_warning")
        self.quantity_warning.setTextFormat(Qt.TextFormat.PlainText)
        self.quantity_warning.setWordWrap(True)
        self.quantity_warning.setProperty(u"kind", u"warning")

        self.layout_11.addWidget(self.quantity_warning)

        self.space_13 = QSpacerItem(20, 10, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout_11.addItem(self.space_13)

        self.tabs.addTab(self.quantity_tab, "")

        self.layout_1.addWidget(self.tabs)

        self.error_text = QLabel(ChannelConfig)
        self.error_text.setObjectName(u"error_text")
        self.error_text.setTextFormat(Qt.TextFormat.PlainText)
        self.error_text.setWordWrap(True)
        self.error_text.setProperty(u"kind", u"error")

        self.layout_1.addWidget(self.error_text)

        self.layout_14 = QHBoxLayout()
        self.layout_14.setSpacing(8)
        self.layout_14.setObjectName(u"layout_14")
        self.space_15 = QSpacerItem(20, 10, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout_14.addItem(self.space_15)

        self.cancel_button = QPushButton(ChannelConfig)
        self.cancel_button.setObjectName(u"cancel_button")
        self.cancel_button.setAutoDefault(False)

        self.layout_14.addWidget(self.cancel_button)

        self.save_button = QPushButton(ChannelConfig)
        self.save_button.setObjectName(u"save_button")
        self.save_button.setAutoDefault(False)
        self.save_button.setProperty(u"kind", u"primary")

        self.layout_14.addWidget(self.save_button)


        self.layout_1.addLayout(self.layout_14)

#if QT_CONFIG(shortcut)
        self.name_label.setBuddy(self.name_edit)
        self.path_label.setBuddy(self.path_edit)
        self.encoding_label.setBuddy(self.encoding_combo)
        self.delimiter_label.setBuddy(self.delimiter_combo)
        self.decimal_label.setBuddy(self.decimal_combo)
        self.max_label.setBuddy(self.max_edit)
        self.end_label.setBuddy(self.end_edit)
        self.percentage_label.setBuddy(self.percentage_edit)
#endif // QT_CONFIG(shortcut)

        self.retranslateUi(ChannelConfig)
        self.cancel_button.clicked.connect(ChannelConfig.reject)

        self.tabs.setCurrentIndex(0)
        self.save_button.setDefault(True)


        QMetaObject.connectSlotsByName(ChannelConfig)
    # setupUi

    def retranslateUi(self, ChannelConfig):
        ChannelConfig.setWindowTitle(QCoreApplication.translate("ChannelConfig", u"Config", None))
        self.heading.setText("")
        self.name_label.setText(QCoreApplication.translate("ChannelConfig", u"&Name", None))
#if QT_CONFIG(accessibility)
        self.name_edit.setAccessibleName(QCoreApplication.translate("ChannelConfig", u"Name", None))
#endif // QT_CONFIG(accessibility)
        self.kind_label.setText(QCoreApplication.translate("ChannelConfig", u"Kind", None))
        self.kind_text.setText("")
        self.path_label.setText(QCoreApplication.translate("ChannelConfig", u"&Report", None))
#if QT_CONFIG(accessibility)
        self.path_edit.setAccessibleName(QCoreApplication.translate("ChannelConfig", u"Report", None))
#endif // QT_CONFIG(accessibility)
        self.path_edit.setPlaceholderText(QCoreApplication.translate("ChannelConfig", u"File, folder or https:// address", None))
        self.file_button.setText(QCoreApplication.translate("ChannelConfig", u"F&ile\u2026", None))
#if QT_CONFIG(accessibility)
        self.file_button.setAccessibleName(QCoreApplication.translate("ChannelConfig", u"Choose a file", None))
#endif // QT_CONFIG(accessibility)
        self.folder_button.setText(QCoreApplication.translate("ChannelConfig", u"F&older\u2026", None))
#if QT_CONFIG(accessibility)
        self.folder_button.setAccessibleName(QCoreApplication.translate("ChannelConfig", u"Choose a folder", None))
#endif // QT_CONFIG(accessibility)
        self.path_hint.setText(QCoreApplication.translate("ChannelConfig", u"A folder means its newest file. An address is fetched with https.", None))
        self.test_button.setText(QCoreApplication.translate("ChannelConfig", u"&Test", None))
#if QT_CONFIG(accessibility)
        self.test_button.setAccessibleName(QCoreApplication.translate("ChannelConfig", u"Test", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.test_progress.setAccessibleName(QCoreApplication.translate("ChannelConfig", u"Testing", None))
#endif // QT_CONFIG(accessibility)
        self.test_result.setText("")
        self.schedule_heading.setText(QCoreApplication.translate("ChannelConfig", u"Schedule", None))
        self.schedule_text.setText("")
        self.schedule_hint.setText(QCoreApplication.translate("ChannelConfig", u"Reports are fetched on the clock's half hours (UTC) while this window is open or \u201crakumap watch\u201d runs. A channel that was just enabled waits for the next half hour.", None))
        self.tabs.setTabText(self.tabs.indexOf(self.general_tab), QCoreApplication.translate("ChannelConfig", u"General", None))
        self.encoding_label.setText(QCoreApplication.translate("ChannelConfig", u"&Encoding", None))
#if QT_CONFIG(accessibility)
        self.encoding_combo.setAccessibleName(QCoreApplication.translate("ChannelConfig", u"Encoding", None))
#endif // QT_CONFIG(accessibility)
        self.delimiter_label.setText(QCoreApplication.translate("ChannelConfig", u"&Delimiter", None))
#if QT_CONFIG(accessibility)
        self.delimiter_combo.setAccessibleName(QCoreApplication.translate("ChannelConfig", u"Delimiter", None))
#endif // QT_CONFIG(accessibility)
        self.decimal_label.setText(QCoreApplication.translate("ChannelConfig", u"Decimal &mark", None))
#if QT_CONFIG(accessibility)
        self.decimal_combo.setAccessibleName(QCoreApplication.translate("ChannelConfig", u"Decimal mark", None))
#endif // QT_CONFIG(accessibility)
        self.look_button.setText(QCoreApplication.translate("ChannelConfig", u"&Look at the report", None))
#if QT_CONFIG(accessibility)
        self.look_button.setAccessibleName(QCoreApplication.translate("ChannelConfig", u"Look at the report", None))
#endif // QT_CONFIG(accessibility)
        self.look_text.setText("")
#if QT_CONFIG(accessibility)
        self.preview.setAccessibleName(QCoreApplication.translate("ChannelConfig", u"First rows of the report", None))
#endif // QT_CONFIG(accessibility)
        self.tabs.setTabText(self.tabs.indexOf(self.columns_tab), QCoreApplication.translate("ChannelConfig", u"Report columns", None))
        self.quantity_hint.setText(QCoreApplication.translate("ChannelConfig", u"These fill the cells that are unset for a listing. Empty means: no cap, end at 0, send 100 %.", None))
        self.max_label.setText(QCoreApplication.translate("ChannelConfig", u"Ma&x Listed", None))
#if QT_CONFIG(accessibility)
        self.max_edit.setAccessibleName(QCoreApplication.translate("ChannelConfig", u"Max Listed", None))
#endif // QT_CONFIG(accessibility)
        self.max_edit.setPlaceholderText(QCoreApplication.translate("ChannelConfig", u"no cap", None))
        self.max_hint.setText(QCoreApplication.translate("ChannelConfig", u"The most that is sent to the channel.", None))
        self.end_label.setText(QCoreApplication.translate("ChannelConfig", u"&End when", None))
#if QT_CONFIG(accessibility)
        self.end_edit.setAccessibleName(QCoreApplication.translate("ChannelConfig", u"End when", None))
#endif // QT_CONFIG(accessibility)
        self.end_edit.setPlaceholderText(QCoreApplication.translate("ChannelConfig", u"0", None))
        self.end_hint.setText(QCoreApplication.translate("ChannelConfig", u"At this stock or less, 0 is sent, which ends the listing.", None))
        self.percentage_label.setText(QCoreApplication.translate("ChannelConfig", u"&Percentage", None))
#if QT_CONFIG(accessibility)
        self.percentage_edit.setAccessibleName(QCoreApplication.translate("ChannelConfig", u"Percentage", None))
#endif // QT_CONFIG(accessibility)
        self.percentage_edit.setPlaceholderText(QCoreApplication.translate("ChannelConfig", u"100", None))
        self.percentage_hint.setText(QCoreApplication.translate("ChannelConfig", u"The share of the available stock that is sent, 0 to 100.", None))
        self.quantity_warning.setText("")
        self.tabs.setTabText(self.tabs.indexOf(self.quantity_tab), QCoreApplication.translate("ChannelConfig", u"Quantities", None))
        self.error_text.setText("")
        self.cancel_button.setText(QCoreApplication.translate("ChannelConfig", u"Cancel", None))
#if QT_CONFIG(accessibility)
        self.cancel_button.setAccessibleName(QCoreApplication.translate("ChannelConfig", u"Cancel", None))
#endif // QT_CONFIG(accessibility)
        self.save_button.setText(QCoreApplication.translate("ChannelConfig", u"Save", None))
#if QT_CONFIG(accessibility)
        self.save_button.setAccessibleName(QCoreApplication.translate("ChannelConfig", u"Save", None))
#endif // QT_CONFIG(accessibility)
    # retranslateUi

