# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'automation_log.ui'
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
    QHBoxLayout, QHeaderView, QLabel, QPushButton,
    QSizePolicy, QSpacerItem, QTableView, QVBoxLayout,
    QWidget)

class Ui_AutomationLog(object):
    def setupUi(self, AutomationLog):
        if not AutomationLog.objectName():
            AutomationLog.setObjectName(u"AutomationLog")
        AutomationLog.resize(1200, 600)
        self.layout_1 = QVBoxLayout(AutomationLog)
        self.layout_1.setSpacing(12)
        self.layout_1.setObjectName(u"layout_1")
        self.layout_1.setContentsMargins(20, 18, 20, 16)
        self.layout_2 = QHBoxLayout()
        self.layout_2.setSpacing(8)
        self.layout_2.setObjectName(u"layout_2")
        self.heading = QLabel(AutomationLog)
        self.heading.setObjectName(u"heading")
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.heading.setProperty(u"kind", u"title")

        self.layout_2.addWidget(self.heading)

        self.space_3 = QSpacerItem(20, 10, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout_2.addItem(self.space_3)

        self.channel_label = QLabel(AutomationLog)
        self.channel_label.setObjectName(u"channel_label")
        self.channel_label.setTextFormat(Qt.TextFormat.PlainText)

        self.layout_2.addWidget(self.channel_label)

        self.channel_combo = QComboBox(AutomationLog)
        self.channel_combo.setObjectName(u"channel_combo")

        self.layout_2.addWidget(self.channel_combo)

        self.event_label = QLabel(AutomationLog)
        self.event_label.setObjectName(u"event_label")
        self.event_label.setTextFormat(Qt.TextFormat.PlainText)

        self.layout_2.addWidget(self.event_label)

        self.event_combo = QComboBox(AutomationLog)
        self.event_combo.setObjectName(u"event_combo")

        self.layout_2.addWidget(self.event_combo)


        self.layout_1.addLayout(self.layout_2)

        self.automation_log = QTableView(AutomationLog)
        self.automation_log.setObjectName(u"automation_log")
        self.automation_log.setSortingEnabled(False)

        self.layout_1.addWidget(self.automation_log)

        self.detail_card = QFrame(AutomationLog)
        self.detail_card.setObjectName(u"detail_card")
        self.detail_card.setProperty(u"kind", u"card")
        self.layout_4 = QVBoxLayout(self.detail_card)
        self.layout_4.setObjectName(u"layout_4")
        self.layout_4.setContentsMargins(14, 10, 14, 10)
        self.detail_text = QLabel(self.detail_card)
        self.detail_text.setObjectName(u"detail_text")
        self.detail_text.setTextFormat(Qt.TextFormat.PlainText)
        self.detail_text.setWordWrap(True)
        self.detail_text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard|Qt.TextInteractionFlag.TextSelectableByMouse)

        self.layout_4.addWidget(self.detail_text)


        self.layout_1.addWidget(self.detail_card)

        self.layout_5 = QHBoxLayout()
        self.layout_5.setSpacing(8)
        self.layout_5.setObjectName(u"layout_5")
        self.status_text = QLabel(AutomationLog)
        self.status_text.setObjectName(u"status_text")
        self.status_text.setTextFormat(Qt.TextFormat.PlainText)
        self.status_text.setProperty(u"kind", u"hint")

        self.layout_5.addWidget(self.status_text)

        self.space_6 = QSpacerItem(20, 10, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout_5.addItem(self.space_6)

        self.refresh_button = QPushButton(AutomationLog)
        self.refresh_button.setObjectName(u"refresh_button")
        self.refresh_button.setAutoDefault(False)

        self.layout_5.addWidget(self.refresh_button)

        self.copy_button = QPushButton(AutomationLog)
        self.copy_button.setObjectName(u"copy_button")
        self.copy_button.setAutoDefault(False)

        self.layout_5.addWidget(self.copy_button)

        self.close_button = QPushButton(AutomationLog)
        self.close_button.setObjectName(u"close_button")
        self.close_button.setAutoDefault(False)

        self.layout_5.addWidget(self.close_button)


        self.layout_1.addLayout(self.layout_5)

#if QT_CONFIG(shortcut)
        self.channel_label.setBuddy(self.channel_combo)
        self.event_label.setBuddy(self.event_combo)
#endif // QT_CONFIG(shortcut)
        QWidget.setTabOrder(self.channel_combo, self.event_combo)
        QWidget.setTabOrder(self.event_combo, self.automation_log)
        QWidget.setTabOrder(self.automation_log, self.refresh_button)
        QWidget.setTabOrder(self.refresh_button, self.copy_button)
        QWidget.setTabOrder(self.copy_button, self.close_button)

        self.retranslateUi(AutomationLog)
        self.close_button.clicked.connect(AutomationLog.accept)

        self.close_button.setDefault(True)


        QMetaObject.connectSlotsByName(AutomationLog)
    # setupUi

    def retranslateUi(self, AutomationLog):
        AutomationLog.setWindowTitle(QCoreApplication.translate("AutomationLog", u"Automation Logs", None))
        self.heading.setText(QCoreApplication.translate("AutomationLog", u"Automation Logs", None))
        self.channel_label.setText(QCoreApplication.translate("AutomationLog", u"C&hannel", None))
#if QT_CONFIG(accessibility)
        self.channel_combo.setAccessibleName(QCoreApplication.translate("AutomationLog", u"Channel", None))
#endif // QT_CONFIG(accessibility)
        self.event_label.setText(QCoreApplication.translate("AutomationLog", u"E&vent", None))
#if QT_CONFIG(accessibility)
        self.event_combo.setAccessibleName(QCoreApplication.translate("AutomationLog", u"Event", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.automation_log.setAccessibleName(QCoreApplication.translate("AutomationLog", u"Automation Logs", None))
#endif // QT_CONFIG(accessibility)
        self.detail_text.setText("")
#if QT_CONFIG(accessibility)
        self.detail_text.setAccessibleName(QCoreApplication.translate("AutomationLog", u"Details", None))
#endif // QT_CONFIG(accessibility)
        self.status_text.setText("")
        self.refresh_button.setText(QCoreApplication.translate("AutomationLog", u"&Refresh", None))
#if QT_CONFIG(accessibility)
        self.refresh_button.setAccessibleName(QCoreApplication.translate("AutomationLog", u"Refresh", None))
#endif // QT_CONFIG(accessibility)
        self.copy_button.setText(QCoreApplication.translate("AutomationLog", u"&Copy", None))
#if QT_CONFIG(accessibility)
        self.copy_button.setAccessibleName(QCoreApplication.translate("AutomationLog", u"Copy", None))
#endif // QT_CONFIG(accessibility)
        self.close_button.setText(QCoreApplication.translate("AutomationLog", u"Close", None))
#if QT_CONFIG(accessibility)
        self.close_button.setAccessibleName(QCoreApplication.translate("AutomationLog", u"Close", None))
#endif // QT_CONFIG(accessibility)
    # retranslateUi

