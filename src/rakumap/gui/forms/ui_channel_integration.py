# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'channel_integration.ui'
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
    QStackedWidget, QTableWidget, QTableWidgetItem, QVBoxLayout,
    QWidget)

class Ui_ChannelIntegration(object):
    def setupUi(self, ChannelIntegration):
        if not ChannelIntegration.objectName():
            ChannelIntegration.setObjectName(u"ChannelIntegration")
        ChannelIntegration.resize(880, 460)
        self.layout_1 = QVBoxLayout(ChannelIntegration)
        self.layout_1.setSpacing(12)
        self.layout_1.setObjectName(u"layout_1")
        self.layout_1.setContentsMargins(20, 18, 20, 16)
        self.heading = QLabel(ChannelIntegration)
        self.heading.setObjectName(u"heading")
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.heading.setProperty(u"kind", u"title")

        self.layout_1.addWidget(self.heading)

        self.hint = QLabel(ChannelIntegration)
        self.hint.setObjectName(u"hint")
        self.hint.setTextFormat(Qt.TextFormat.PlainText)
        self.hint.setWordWrap(True)
        self.hint.setProperty(u"kind", u"hint")

        self.layout_1.addWidget(self.hint)

        self.pages = QStackedWidget(ChannelIntegration)
        self.pages.setObjectName(u"pages")
        self.list_page = QWidget()
        self.list_page.setObjectName(u"list_page")
        self.layout_2 = QVBoxLayout(self.list_page)
        self.layout_2.setObjectName(u"layout_2")
        self.layout_2.setContentsMargins(0, 0, 0, 0)
        self.channels = QTableWidget(self.list_page)
        if (self.channels.columnCount() < 6):
            self.channels.setColumnCount(6)
        __qtablewidgetitem = QTableWidgetItem()
        self.channels.setHorizontalHeaderItem(0, __qtablewidgetitem)
        __qtablewidgetitem1 = QTableWidgetItem()
        self.channels.setHorizontalHeaderItem(1, __qtablewidgetitem1)
        __qtablewidgetitem2 = QTableWidgetItem()
        self.channels.setHorizontalHeaderItem(2, __qtablewidgetitem2)
        __qtablewidgetitem3 = QTableWidgetItem()
        self.channels.setHorizontalHeaderItem(3, __qtablewidgetitem3)
        __qtablewidgetitem4 = QTableWidgetItem()
        self.channels.setHorizontalHeaderItem(4, __qtablewidgetitem4)
        __qtablewidgetitem5 = QTableWidgetItem()
        self.channels.setHorizontalHeaderItem(5, __qtablewidgetitem5)
        self.channels.setObjectName(u"channels")

        self.layout_2.addWidget(self.channels)

        self.pages.addWidget(self.list_page)
        self.empty_page = QWidget()
        self.empty_page.setObjectName(u"empty_page")
        self.layout_3 = QVBoxLayout(self.empty_page)
        self.layout_3.setObjectName(u"layout_3")
        self.layout_3.setContentsMargins(0, 0, 0, 0)
        self.space_4 = QSpacerItem(20, 10, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout_3.addItem(self.space_4)

        self.empty_text = QLabel(self.empty_page)
        self.empty_text.setObjectName(u"empty_text")
        self.empty_text.setTextFormat(Qt.TextFormat.PlainText)
        self.empty_text.setWordWrap(True)
        self.empty_text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty_text.setProperty(u"kind", u"hint")

        self.layout_3.addWidget(self.empty_text)

        self.space_5 = QSpacerItem(20, 10, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout_3.addItem(self.space_5)

        self.pages.addWidget(self.empty_page)

        self.layout_1.addWidget(self.pages)

        self.status_text = QLabel(ChannelIntegration)
        self.status_text.setObjectName(u"status_text")
        self.status_text.setTextFormat(Qt.TextFormat.PlainText)
        self.status_text.setWordWrap(True)
        self.status_text.setProperty(u"kind", u"hint")

        self.layout_1.addWidget(self.status_text)

        self.layout_6 = QHBoxLayout()
        self.layout_6.setSpacing(8)
        self.layout_6.setObjectName(u"layout_6")
        self.add_button = QPushButton(ChannelIntegration)
        self.add_button.setObjectName(u"add_button")
        self.add_button.setAutoDefault(False)

        self.layout_6.addWidget(self.add_button)

        self.remove_button = QPushButton(ChannelIntegration)
        self.remove_button.setObjectName(u"remove_button")
        self.remove_button.setAutoDefault(False)

        self.layout_6.addWidget(self.remove_button)

        self.space_7 = QSpacerItem(20, 10, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout_6.addItem(self.space_7)

        self.close_button = QPushButton(ChannelIntegration)
        self.close_button.setObjectName(u"close_button")
        self.close_button.setAutoDefault(False)

        self.layout_6.addWidget(self.close_button)


        self.layout_1.addLayout(self.layout_6)

        QWidget.setTabOrder(self.channels, self.add_button)
        QWidget.setTabOrder(self.add_button, self.remove_button)
        QWidget.setTabOrder(self.remove_button, self.close_button)

        self.retranslateUi(ChannelIntegration)
        self.close_button.clicked.connect(ChannelIntegration.accept)

        self.pages.setCurrentIndex(0)


        QMetaObject.connectSlotsByName(ChannelIntegration)
    # setupUi

    def retranslateUi(self, ChannelIntegration):
        ChannelIntegration.setWindowTitle(QCoreApplication.translate("ChannelIntegration", u"Channel Integration", None))
        self.heading.setText(QCoreApplication.translate("ChannelIntegration", u"Channel Integration", None))
        self.hint.setText(QCoreApplication.translate("ChannelIntegration", u"Each channel is a place you sell. Its lights say whether reports are fetched and whether quantities are sent; click one, or press Space on it, to switch it.", None))
        ___qtablewidgetitem = self.channels.horizontalHeaderItem(0)
        ___qtablewidgetitem.setText(QCoreApplication.translate("ChannelIntegration", u"Channel", None))
        ___qtablewidgetitem1 = self.channels.horizontalHeaderItem(1)
        ___qtablewidgetitem1.setText(QCoreApplication.translate("ChannelIntegration", u"Kind", None))
        ___qtablewidgetitem2 = self.channels.horizontalHeaderItem(2)
        ___qtablewidgetitem2.setText(QCoreApplication.translate("ChannelIntegration", u"Enabled", None))
        ___qtablewidgetitem3 = self.channels.horizontalHeaderItem(3)
        ___qtablewidgetitem3.setText(QCoreApplication.translate("ChannelIntegration", u"Inventory Sync", None))
#if QT_CONFIG(accessibility)
        self.channels.setAccessibleName(QCoreApplication.translate("ChannelIntegration", u"Channels", None))
#endif // QT_CONFIG(accessibility)
        self.empty_text.setText(QCoreApplication.translate("ChannelIntegration", u"There is no channel yet. Add the first one: a report file is enough to begin.", None))
        self.status_text.setText("")
        self.add_button.setText(QCoreApplication.translate("ChannelIntegration", u"&Add\u2026", None))
#if QT_CONFIG(accessibility)
        self.add_button.setAccessibleName(QCoreApplication.translate("ChannelIntegration", u"Add", None))
#endif // QT_CONFIG(accessibility)
        self.remove_button.setText(QCoreApplication.translate("ChannelIntegration", u"&Remove\u2026", None))
#if QT_CONFIG(accessibility)
        self.remove_button.setAccessibleName(QCoreApplication.translate("ChannelIntegration", u"Remove", None))
#endif // QT_CONFIG(accessibility)
        self.close_button.setText(QCoreApplication.translate("ChannelIntegration", u"Close", None))
#if QT_CONFIG(accessibility)
        self.close_button.setAccessibleName(QCoreApplication.translate("ChannelIntegration", u"Close", None))
#endif // QT_CONFIG(accessibility)
    # retranslateUi

