# Resource object code (Python 3)
# Created by: object code
# Created by: The Resource Compiler for Qt version 6.11.3
# WARNING! All changes made in this file will be lost!

from PySide6 import QtCore

qt_resource_data = b"\
\x00\x00(&\
/\
* One template f\
or light and dar\
k; $$names are t\
he fields of Tok\
ens in gui/theme\
.py. */\x0aQWidget \
{ color: $text; \
}\x0aQMainWindow, Q\
Dialog, QMessage\
Box, QWizard, QW\
izardPage { back\
ground: $ground;\
 }\x0aQToolTip { ba\
ckground: $card;\
 color: $text; b\
order: 1px solid\
 $border; paddin\
g: 4px 6px; }\x0a\x0aQ\
MenuBar { backgr\
ound: $card; bor\
der-bottom: 1px \
solid $border; p\
adding: 1px 6px;\
 }\x0aQMenuBar::ite\
m { background: \
transparent; pad\
ding: 5px 10px; \
border-radius: 5\
px; }\x0aQMenuBar::\
item:selected { \
background: $hov\
er; }\x0aQMenuBar::\
item:pressed { b\
ackground: $pres\
sed; }\x0aQMenu { b\
ackground: $card\
; border: 1px so\
lid $border; pad\
ding: 5px; }\x0aQMe\
nu::item { paddi\
ng: 5px 26px 5px\
 10px; border-ra\
dius: 5px; }\x0aQMe\
nu::icon { paddi\
ng-left: 8px; }\x0a\
QMenu::item:sele\
cted { backgroun\
d: $selection; }\
\x0aQMenu::item:dis\
abled { color: $\
primary_off_text\
; background: tr\
ansparent; }\x0aQMe\
nu::separator { \
height: 1px; bac\
kground: $border\
; margin: 5px 8p\
x; }\x0a\x0a#card, #se\
arch_body, #hist\
ory_body { backg\
round: transpare\
nt; }\x0aQFrame#sit\
e_header { backg\
round: $card; bo\
rder: 1px solid \
$border; border-\
radius: 8px; }\x0aQ\
Label[kind=\x22capt\
ion\x22], QLabel[ki\
nd=\x22hint\x22] { col\
or: $muted; }\x0aQL\
abel[kind=\x22secti\
on\x22] { font-weig\
ht: 600; }\x0aQLabe\
l[kind=\x22heading\x22\
] { font-size: 1\
5px; font-weight\
: 600; }\x0aQLabel[\
kind=\x22error\x22] { \
color: $unlinked\
; }\x0aQLabel#site_\
name { font-size\
: $title_size; f\
ont-weight: 600;\
 }\x0a\x0aQPushButton[\
kind=\x22count\x22] { \
border: 1px soli\
d transparent; b\
ackground: trans\
parent; border-r\
adius: 6px;\x0a  fo\
nt-size: $title_\
size; font-weigh\
t: 600; padding:\
 0 5px; margin: \
0 -6px; text-ali\
gn: left; min-he\
ight: 24px; }\x0aQP\
ushButton[kind=\x22\
count\x22]:hover { \
background: $hov\
er; }\x0aQPushButto\
n[kind=\x22count\x22]:\
pressed { backgr\
ound: $pressed; \
}\x0aQPushButton[ki\
nd=\x22count\x22]:focu\
s { border-color\
: $focus; }\x0aQPus\
hButton#linked_c\
ount { color: $l\
inked; }\x0aQPushBu\
tton#unlinked_co\
unt { color: $un\
linked; }\x0aQPushB\
utton#unlinked_c\
ount[none=\x22true\x22\
] { color: $text\
; }\x0a\x0aQProgressBa\
r { border: none\
; border-radius:\
 3px; background\
: $border; max-h\
eight: 6px; min-\
height: 6px; }\x0aQ\
ProgressBar::chu\
nk { border-radi\
us: 3px; backgro\
und: $linked; }\x0a\
\x0aQPushButton, QT\
oolButton[kind=\x22\
button\x22] { backg\
round: $card; bo\
rder: 1px solid \
$border; border-\
radius: 6px; pad\
ding: 5px 13px; \
min-height: 18px\
; }\x0aQPushButton:\
hover, QToolButt\
on[kind=\x22button\x22\
]:hover { backgr\
ound: $hover; }\x0a\
QPushButton:pres\
sed { background\
: $pressed; }\x0aQP\
ushButton:focus,\
 QToolButton:foc\
us { border: 1px\
 solid $focus; }\
\x0aQPushButton:dis\
abled { color: $\
primary_off_text\
; background: $g\
round; }\x0aQPushBu\
tton:default { b\
order-color: $ha\
ndle_hover; }\x0aQP\
ushButton[kind=\x22\
primary\x22] { back\
ground: $primary\
; border: 1px so\
lid $primary; co\
lor: $primary_te\
xt; font-weight:\
 600; }\x0aQPushBut\
ton[kind=\x22primar\
y\x22]:hover { back\
ground: $primary\
_hover; border-c\
olor: $primary_h\
over; }\x0aQPushBut\
ton[kind=\x22primar\
y\x22]:pressed { ba\
ckground: $prima\
ry_pressed; bord\
er-color: $prima\
ry_pressed; }\x0aQP\
ushButton[kind=\x22\
primary\x22]:focus \
{ border: 1px so\
lid $text; }\x0aQPu\
shButton[kind=\x22p\
rimary\x22]:disable\
d { background: \
$primary_off; bo\
rder-color: $bor\
der; color: $pri\
mary_off_text; }\
\x0aQPushButton[kin\
d=\x22link\x22] { bord\
er: 1px solid tr\
ansparent; backg\
round: transpare\
nt; color: $focu\
s; padding: 2px \
6px; }\x0aQPushButt\
on[kind=\x22link\x22]:\
hover { backgrou\
nd: $hover; }\x0aQP\
ushButton[kind=\x22\
link\x22]:focus { b\
order-color: $fo\
cus; }\x0a\x0aQPushBut\
ton[kind=\x22chip\x22]\
 { padding: 4px \
11px; }\x0aQPushBut\
ton[kind=\x22chip\x22]\
:checked { backg\
round: $selectio\
n; border-color:\
 $selection; fon\
t-weight: 600; }\
\x0aQPushButton[kin\
d=\x22chip\x22]:checke\
d:hover { border\
-color: $focus; \
}\x0aQPushButton[ki\
nd=\x22chip\x22]:focus\
 { border-color:\
 $focus; }\x0a\x0aQToo\
lButton { backgr\
ound: transparen\
t; border: 1px s\
olid transparent\
; border-radius:\
 5px; padding: 3\
px; }\x0aQToolButto\
n:hover { backgr\
ound: $hover; }\x0a\
QToolButton:pres\
sed, QToolButton\
:open { backgrou\
nd: $pressed; }\x0a\
QToolButton::men\
u-indicator { im\
age: none; }\x0a\x0aQL\
ineEdit, QComboB\
ox, QSpinBox, QD\
oubleSpinBox, QD\
ateTimeEdit, QPl\
ainTextEdit, QTe\
xtEdit {\x0a  backg\
round: $card; bo\
rder: 1px solid \
$border; border-\
radius: 6px; pad\
ding: 5px 9px; m\
in-height: 18px;\
\x0a  selection-bac\
kground-color: $\
focus; selection\
-color: $card; }\
\x0aQLineEdit:focus\
, QComboBox:focu\
s, QSpinBox:focu\
s, QDoubleSpinBo\
x:focus, QDateTi\
meEdit:focus, QP\
lainTextEdit:foc\
us, QTextEdit:fo\
cus {\x0a  border: \
1px solid $focus\
; }\x0aQLineEdit[wr\
ong=\x22true\x22] { bo\
rder: 1px solid \
$unlinked; }\x0aQLi\
neEdit:disabled,\
 QComboBox:disab\
led, QSpinBox:di\
sabled { color: \
$primary_off_tex\
t; background: $\
ground; }\x0aQSpinB\
ox QLineEdit, QD\
oubleSpinBox QLi\
neEdit { border:\
 none; padding: \
0 8px; min-heigh\
t: 0; background\
: transparent; }\
\x0aQSpinBox::up-bu\
tton, QSpinBox::\
down-button, QDo\
ubleSpinBox::up-\
button, QDoubleS\
pinBox::down-but\
ton { width: 0; \
border: none; }\x0a\
QTableView QLine\
Edit { border-ra\
dius: 0; padding\
: 0 6px; min-hei\
ght: 0; border: \
2px solid $focus\
; }\x0aQTableView Q\
LineEdit[wrong=\x22\
true\x22] { border:\
 2px solid $unli\
nked; }\x0aQComboBo\
x::drop-down { b\
order: none; wid\
th: 24px; }\x0aQCom\
boBox::down-arro\
w { image: url($\
arrow); width: 1\
4px; height: 14p\
x; }\x0aQComboBox Q\
AbstractItemView\
 { background: $\
card; border: 1p\
x solid $border;\
 selection-backg\
round-color: $se\
lection; selecti\
on-color: $text;\
 }\x0a\x0aQTableView, \
QTreeView, QList\
View { backgroun\
d: $card; altern\
ate-background-c\
olor: $row; bord\
er: 1px solid $b\
order; border-ra\
dius: 8px;\x0a  gri\
dline-color: $bo\
rder; selection-\
background-color\
: $selection; se\
lection-color: $\
text; outline: 0\
; }\x0aQTableView:f\
ocus, QTreeView:\
focus, QListView\
:focus { border-\
color: $focus; }\
\x0aQHeaderView { b\
ackground: $card\
; border: none; \
border-top-left-\
radius: 8px; bor\
der-top-right-ra\
dius: 8px; }\x0aQHe\
aderView::sectio\
n { background: \
transparent; col\
or: $muted; bord\
er: none; border\
-bottom: 1px sol\
id $border; padd\
ing: 7px 10px; f\
ont-weight: 600;\
 }\x0aQHeaderView::\
section:hover { \
color: $text; ba\
ckground: $hover\
; }\x0aQHeaderView:\
:down-arrow { im\
age: url($arrow)\
; width: 12px; h\
eight: 12px; sub\
control-position\
: center right; \
right: 4px; }\x0aQH\
eaderView::up-ar\
row { image: url\
($arrow_up); wid\
th: 12px; height\
: 12px; subcontr\
ol-position: cen\
ter right; right\
: 4px; }\x0aQTableC\
ornerButton::sec\
tion { backgroun\
d: $card; border\
: none; }\x0a\x0aQScro\
llBar:vertical {\
 background: tra\
nsparent; width:\
 12px; margin: 0\
; }\x0aQScrollBar:h\
orizontal { back\
ground: transpar\
ent; height: 12p\
x; margin: 0; }\x0a\
QScrollBar::hand\
le { background:\
 $handle; border\
-radius: 4px; }\x0a\
QScrollBar::hand\
le:vertical { mi\
n-height: 36px; \
margin: 2px 2px \
2px 2px; }\x0aQScro\
llBar::handle:ho\
rizontal { min-w\
idth: 36px; marg\
in: 2px 2px 2px \
2px; }\x0aQScrollBa\
r::handle:hover \
{ background: $h\
andle_hover; }\x0aQ\
ScrollBar::add-l\
ine, QScrollBar:\
:sub-line { widt\
h: 0; height: 0;\
 }\x0aQScrollBar::a\
dd-page, QScroll\
Bar::sub-page { \
background: tran\
sparent; }\x0aQAbst\
ractScrollArea::\
corner { backgro\
und: transparent\
; }\x0a\x0aQDockWidget\
 { titlebar-clos\
e-icon: none; ti\
tlebar-normal-ic\
on: none; }\x0aQWid\
get#dock_title {\
 background: tra\
nsparent; }\x0aQMai\
nWindow::separat\
or { background:\
 transparent; wi\
dth: 7px; height\
: 7px; }\x0aQMainWi\
ndow::separator:\
hover { backgrou\
nd: $hover; }\x0aQT\
oolBar { backgro\
und: $ground; bo\
rder: none; padd\
ing: 0; spacing:\
 0; }\x0aQSplitter:\
:handle { backgr\
ound: transparen\
t; }\x0a\x0aQStatusBar\
 { background: $\
card; border-top\
: 1px solid $bor\
der; }\x0aQStatusBa\
r::item { border\
: none; }\x0aQTabWi\
dget::pane { bor\
der: 1px solid $\
border; border-r\
adius: 6px; top:\
 -1px; }\x0aQTabBar\
::tab { backgrou\
nd: transparent;\
 color: $muted; \
padding: 6px 12p\
x; border: none;\
 border-bottom: \
2px solid transp\
arent; }\x0aQTabBar\
::tab:selected {\
 color: $text; b\
order-bottom: 2p\
x solid $focus; \
}\x0aQTabBar::tab:h\
over { color: $t\
ext; }\x0aQGroupBox\
 { border: 1px s\
olid $border; bo\
rder-radius: 8px\
; margin-top: 10\
px; padding: 10p\
x 8px 8px 8px; }\
\x0aQGroupBox::titl\
e { subcontrol-o\
rigin: margin; l\
eft: 10px; paddi\
ng: 0 4px; color\
: $muted; }\x0a\x0aQCh\
eckBox, QRadioBu\
tton { spacing: \
8px; border: 1px\
 solid transpare\
nt; border-radiu\
s: 4px; padding:\
 2px; }\x0aQCheckBo\
x:focus, QRadioB\
utton:focus { bo\
rder-color: $foc\
us; }\x0aQCheckBox:\
:indicator, QTab\
leView::indicato\
r, QGroupBox::in\
dicator { width:\
 15px; height: 1\
5px; border: 1px\
 solid $handle_h\
over; border-rad\
ius: 4px; backgr\
ound: $card; }\x0aQ\
CheckBox::indica\
tor:checked, QTa\
bleView::indicat\
or:checked, QGro\
upBox::indicator\
:checked { backg\
round: $linked; \
border-color: $l\
inked; image: ur\
l($tick); }\x0aQChe\
ckBox::indicator\
:disabled { back\
ground: $ground;\
 border-color: $\
border; }\x0aQRadio\
Button::indicato\
r { width: 15px;\
 height: 15px; b\
order: 1px solid\
 $handle_hover; \
border-radius: 8\
px; background: \
$card; }\x0aQRadioB\
utton::indicator\
:checked { borde\
r: 5px solid $li\
nked; width: 7px\
; height: 7px; b\
ackground: $card\
; }\x0a\x0aQFrame#empt\
y_state { backgr\
ound: $card; bor\
der: 1px solid $\
border; border-r\
adius: 8px; }\x0aQL\
abel#empty_title\
 { font-size: $t\
itle_size; font-\
weight: 600; }\x0a\x0a\
QPushButton[kind\
=\x22danger\x22] { bac\
kground: $card; \
border: 1px soli\
d $unlinked; col\
or: $unlinked; f\
ont-weight: 600;\
 }\x0aQPushButton[k\
ind=\x22danger\x22]:ho\
ver { background\
: $hover; }\x0aQFra\
me#notice { back\
ground: $card; b\
order: 1px solid\
 $border; border\
-radius: 6px; }\x0a\
QFrame#notice[ki\
nd=\x22success\x22] { \
border-color: $l\
inked; }\x0aQFrame#\
notice[kind=\x22inf\
o\x22] QLabel[kind=\
\x22notice-sign\x22] {\
 color: $focus; \
}\x0aQFrame#notice[\
kind=\x22warning\x22] \
{ background: $a\
ttention_ground;\
 border-color: $\
attention; }\x0aQFr\
ame#notice[kind=\
\x22error\x22] { borde\
r-color: $unlink\
ed; }\x0aQLabel[kin\
d=\x22notice-sign\x22]\
 { font-size: 15\
px; }\x0aQFrame#not\
ice[kind=\x22succes\
s\x22] QLabel[kind=\
\x22notice-sign\x22] {\
 color: $linked;\
 }\x0aQFrame#notice\
[kind=\x22warning\x22]\
 QLabel[kind=\x22no\
tice-sign\x22] { co\
lor: $attention;\
 }\x0aQFrame#notice\
[kind=\x22error\x22] Q\
Label[kind=\x22noti\
ce-sign\x22] { colo\
r: $unlinked; }\x0a\
\x0a/* Dialogs */\x0aQ\
DialogButtonBox \
{ dialogbuttonbo\
x-buttons-have-i\
cons: 0; button-\
layout: 3; }\x0aQLa\
bel[kind=\x22title\x22\
] { font-size: $\
title_size; font\
-weight: 600; }\x0a\
QLabel[kind=\x22suc\
cess\x22] { color: \
$linked; }\x0aQLabe\
l[kind=\x22warning\x22\
] { color: $atte\
ntion; }\x0aQLabel[\
kind=\x22number\x22] {\
 font-size: $num\
ber_size; font-w\
eight: 600; }\x0aQL\
abel[kind=\x22numbe\
r\x22][level=\x22error\
\x22] { color: $unl\
inked; }\x0aQTableV\
iew[short=\x22true\x22\
]::item, QListWi\
dget::item { pad\
ding: 0 5px; }\x0aQ\
Frame[kind=\x22card\
\x22], QFrame[kind=\
\x22start\x22] { backg\
round: $card; bo\
rder: 1px solid \
$border; border-\
radius: 8px; }\x0aQ\
Frame[kind=\x22inli\
ne\x22] { backgroun\
d: $attention_gr\
ound; border: 1p\
x solid $attenti\
on; border-radiu\
s: 6px; }\x0aQFrame\
[kind=\x22inline\x22][\
level=\x22error\x22] {\
 background: $ca\
rd; border-color\
: $unlinked; }\x0aQ\
Frame[kind=\x22star\
t\x22]:hover { bord\
er-color: $handl\
e_hover; }\x0aQScro\
llArea, QScrollA\
rea > QWidget > \
QWidget { backgr\
ound: transparen\
t; }\x0a\
\x00\x00\x00\xe9\
<\
svg xmlns=\x22http:\
//www.w3.org/200\
0/svg\x22 viewBox=\x22\
0 0 24 24\x22 width\
=\x2224\x22 height=\x2224\
\x22 fill=\x22none\x22 st\
roke=\x22currentCol\
or\x22 stroke-width\
=\x221.8\x22 stroke-li\
necap=\x22round\x22 st\
roke-linejoin=\x22r\
ound\x22><path d=\x22M\
3.5 5h17l-6.5 8v\
6l-4 1.500V13z\x22/\
></svg>\x0a\
\x00\x00\x01\x1b\
<\
svg xmlns=\x22http:\
//www.w3.org/200\
0/svg\x22 viewBox=\x22\
0 0 24 24\x22 width\
=\x2224\x22 height=\x2224\
\x22 fill=\x22none\x22 st\
roke=\x22currentCol\
or\x22 stroke-width\
=\x221.8\x22 stroke-li\
necap=\x22round\x22 st\
roke-linejoin=\x22r\
ound\x22><path d=\x22M\
4 12a8 8 0 1 0 2\
.6-5.900L3.5 9\x22/\
><path d=\x22M3.5 4\
v5h5\x22/><path d=\x22\
M12 7.500V12l3 2\
\x22/></svg>\x0a\
\x00\x00\x01\x04\
<\
svg xmlns=\x22http:\
//www.w3.org/200\
0/svg\x22 viewBox=\x22\
0 0 24 24\x22 width\
=\x2224\x22 height=\x2224\
\x22 fill=\x22none\x22 st\
roke=\x22currentCol\
or\x22 stroke-width\
=\x221.8\x22 stroke-li\
necap=\x22round\x22 st\
roke-linejoin=\x22r\
ound\x22><path d=\x22M\
8 5L3.5 9.5 8 14\
\x22/><path d=\x22M3.5\
 9.5H15a5 5 0 0 \
1 0 10h-4\x22/></sv\
g>\x0a\
\x00\x00\x015\
<\
svg xmlns=\x22http:\
//www.w3.org/200\
0/svg\x22 viewBox=\x22\
0 0 24 24\x22 width\
=\x2224\x22 height=\x2224\
\x22 fill=\x22none\x22 st\
roke=\x22currentCol\
or\x22 stroke-width\
=\x221.8\x22 stroke-li\
necap=\x22round\x22 st\
roke-linejoin=\x22r\
ound\x22><rect x=\x224\
.5\x22 y=\x223.5\x22 widt\
h=\x2215\x22 height=\x221\
7\x22 rx=\x221.5\x22/><pa\
th d=\x22M8 8.500h8\
\x22/><path d=\x22M8 1\
2h8\x22/><path d=\x22M\
8 15.500h5\x22/></s\
vg>\x0a\
\x00\x00\x01\x09\
<\
svg xmlns=\x22http:\
//www.w3.org/200\
0/svg\x22 viewBox=\x22\
0 0 24 24\x22 width\
=\x2224\x22 height=\x2224\
\x22 fill=\x22none\x22 st\
roke=\x22currentCol\
or\x22 stroke-width\
=\x221.8\x22 stroke-li\
necap=\x22round\x22 st\
roke-linejoin=\x22r\
ound\x22><path d=\x22M\
16 5l4.5 4.500L1\
6 14\x22/><path d=\x22\
M20.5 9.500H9a5 \
5 0 0 0 0 10h4\x22/\
></svg>\x0a\
\x00\x00\x01$\
<\
svg xmlns=\x22http:\
//www.w3.org/200\
0/svg\x22 viewBox=\x22\
0 0 24 24\x22 width\
=\x2224\x22 height=\x2224\
\x22 fill=\x22none\x22 st\
roke=\x22currentCol\
or\x22 stroke-width\
=\x221.8\x22 stroke-li\
necap=\x22round\x22 st\
roke-linejoin=\x22r\
ound\x22><rect x=\x223\
.5\x22 y=\x224.5\x22 widt\
h=\x2217\x22 height=\x221\
5\x22 rx=\x221.5\x22/><pa\
th d=\x22M9 4.500v1\
5\x22/><path d=\x22M15\
 4.500v15\x22/></sv\
g>\x0a\
\x00\x00\x00\xea\
<\
svg xmlns=\x22http:\
//www.w3.org/200\
0/svg\x22 viewBox=\x22\
0 0 24 24\x22 width\
=\x2224\x22 height=\x2224\
\x22 fill=\x22none\x22 st\
roke=\x22#ffffff\x22 s\
troke-width=\x223.4\
\x22 stroke-linecap\
=\x22round\x22 stroke-\
linejoin=\x22round\x22\
><path d=\x22M5.500\
 12.500l4.500 4.\
500 8.500-9.500\x22\
/></svg>\x0a\
\x00\x00\x01E\
<\
svg xmlns=\x22http:\
//www.w3.org/200\
0/svg\x22 viewBox=\x22\
0 0 24 24\x22 width\
=\x2224\x22 height=\x2224\
\x22 fill=\x22none\x22 st\
roke=\x22currentCol\
or\x22 stroke-width\
=\x221.8\x22 stroke-li\
necap=\x22round\x22 st\
roke-linejoin=\x22r\
ound\x22><path d=\x22M\
14.6 13.5l4.2-2.\
6a4 4 0 0 0-5.7-\
5.7l-1.4 1.4\x22/><\
path d=\x22M9.4 10.\
5l-4.2 2.6a4 4 0\
 0 0 5.7 5.7l1.4\
-1.4\x22/><path d=\x22\
M4 4l16 16\x22/></s\
vg>\x0a\
\x00\x00\x01:\
<\
svg xmlns=\x22http:\
//www.w3.org/200\
0/svg\x22 viewBox=\x22\
0 0 24 24\x22 width\
=\x2224\x22 height=\x2224\
\x22 fill=\x22none\x22 st\
roke=\x22currentCol\
or\x22 stroke-width\
=\x221.8\x22 stroke-li\
necap=\x22round\x22 st\
roke-linejoin=\x22r\
ound\x22><circle cx\
=\x2212\x22 cy=\x2212\x22 r=\
\x228.5\x22/><path d=\x22\
M9.5 9.500a2.5 2\
.5 0 1 1 3.6 2.3\
00c-.8.4-1.1.9-1\
.1 1.7\x22/><path d\
=\x22M12 16.800v.1\x22\
/></svg>\x0a\
\x00\x00\x01\x12\
<\
svg xmlns=\x22http:\
//www.w3.org/200\
0/svg\x22 viewBox=\x22\
0 0 24 24\x22 width\
=\x2224\x22 height=\x2224\
\x22 fill=\x22none\x22 st\
roke=\x22currentCol\
or\x22 stroke-width\
=\x221.8\x22 stroke-li\
necap=\x22round\x22 st\
roke-linejoin=\x22r\
ound\x22><path d=\x22M\
12 15V4\x22/><path \
d=\x22M7.5 8.500L12\
 4l4.5 4.5\x22/><pa\
th d=\x22M4 17v3.50\
0h16V17\x22/></svg>\
\x0a\
\x00\x00\x01F\
<\
svg xmlns=\x22http:\
//www.w3.org/200\
0/svg\x22 viewBox=\x22\
0 0 24 24\x22 width\
=\x2224\x22 height=\x2224\
\x22 fill=\x22none\x22 st\
roke=\x22currentCol\
or\x22 stroke-width\
=\x221.8\x22 stroke-li\
necap=\x22round\x22 st\
roke-linejoin=\x22r\
ound\x22><path d=\x22M\
4 7h9\x22/><path d=\
\x22M17 7h3\x22/><circ\
le cx=\x2215\x22 cy=\x227\
\x22 r=\x222\x22/><path d\
=\x22M4 17h3\x22/><pat\
h d=\x22M11 17h9\x22/>\
<circle cx=\x229\x22 c\
y=\x2217\x22 r=\x222\x22/></\
svg>\x0a\
\x00\x00\x01\x0d\
<\
svg xmlns=\x22http:\
//www.w3.org/200\
0/svg\x22 viewBox=\x22\
0 0 24 24\x22 width\
=\x2224\x22 height=\x2224\
\x22 fill=\x22none\x22 st\
roke=\x22currentCol\
or\x22 stroke-width\
=\x221.8\x22 stroke-li\
necap=\x22round\x22 st\
roke-linejoin=\x22r\
ound\x22><path d=\x22M\
4 20l1-4.500L16 \
4.500l3.5 3.500L\
8.5 19z\x22/><path \
d=\x22M13.5 7l3.5 3\
.5\x22/></svg>\x0a\
\x00\x00\x00\xd3\
<\
svg xmlns=\x22http:\
//www.w3.org/200\
0/svg\x22 viewBox=\x22\
0 0 24 24\x22 width\
=\x2224\x22 height=\x2224\
\x22 fill=\x22none\x22 st\
roke=\x22#a2a8b3\x22 s\
troke-width=\x222.2\
\x22 stroke-linecap\
=\x22round\x22 stroke-\
linejoin=\x22round\x22\
><path d=\x22M6 9.5\
l6 6 6-6\x22/></svg\
>\x0a\
\x00\x00\x00\xd3\
<\
svg xmlns=\x22http:\
//www.w3.org/200\
0/svg\x22 viewBox=\x22\
0 0 24 24\x22 width\
=\x2224\x22 height=\x2224\
\x22 fill=\x22none\x22 st\
roke=\x22#626a78\x22 s\
troke-width=\x222.2\
\x22 stroke-linecap\
=\x22round\x22 stroke-\
linejoin=\x22round\x22\
><path d=\x22M6 9.5\
l6 6 6-6\x22/></svg\
>\x0a\
\x00\x00\x00\xd2\
<\
svg xmlns=\x22http:\
//www.w3.org/200\
0/svg\x22 viewBox=\x22\
0 0 24 24\x22 width\
=\x2224\x22 height=\x2224\
\x22 fill=\x22none\x22 st\
roke=\x22#626a78\x22 s\
troke-width=\x222.2\
\x22 stroke-linecap\
=\x22round\x22 stroke-\
linejoin=\x22round\x22\
><path d=\x22M6 15l\
6-6 6 6\x22/></svg>\
\x0a\
\x00\x00\x01\x0d\
<\
svg xmlns=\x22http:\
//www.w3.org/200\
0/svg\x22 viewBox=\x22\
0 0 24 24\x22 width\
=\x2224\x22 height=\x2224\
\x22 fill=\x22none\x22 st\
roke=\x22currentCol\
or\x22 stroke-width\
=\x221.8\x22 stroke-li\
necap=\x22round\x22 st\
roke-linejoin=\x22r\
ound\x22><circle cx\
=\x2212\x22 cy=\x2212\x22 r=\
\x228.5\x22/><path d=\x22\
M12 11v5.5\x22/><pa\
th d=\x22M12 7.600v\
.1\x22/></svg>\x0a\
\x00\x00\x00\xea\
<\
svg xmlns=\x22http:\
//www.w3.org/200\
0/svg\x22 viewBox=\x22\
0 0 24 24\x22 width\
=\x2224\x22 height=\x2224\
\x22 fill=\x22none\x22 st\
roke=\x22currentCol\
or\x22 stroke-width\
=\x221.8\x22 stroke-li\
necap=\x22round\x22 st\
roke-linejoin=\x22r\
ound\x22><path d=\x22M\
6 6l12 12\x22/><pat\
h d=\x22M18 6L6 18\x22\
/></svg>\x0a\
\x00\x00\x00\xf8\
<\
svg xmlns=\x22http:\
//www.w3.org/200\
0/svg\x22 viewBox=\x22\
0 0 24 24\x22 width\
=\x2224\x22 height=\x2224\
\x22 fill=\x22none\x22 st\
roke=\x22currentCol\
or\x22 stroke-width\
=\x221.8\x22 stroke-li\
necap=\x22round\x22 st\
roke-linejoin=\x22r\
ound\x22><path d=\x22M\
5 12h14\x22/><path \
d=\x22M13.5 6.500L1\
9 12l-5.5 5.5\x22/>\
</svg>\x0a\
\x00\x00\x00\xd2\
<\
svg xmlns=\x22http:\
//www.w3.org/200\
0/svg\x22 viewBox=\x22\
0 0 24 24\x22 width\
=\x2224\x22 height=\x2224\
\x22 fill=\x22none\x22 st\
roke=\x22#a2a8b3\x22 s\
troke-width=\x222.2\
\x22 stroke-linecap\
=\x22round\x22 stroke-\
linejoin=\x22round\x22\
><path d=\x22M6 15l\
6-6 6 6\x22/></svg>\
\x0a\
\x00\x00\x01\x18\
<\
svg xmlns=\x22http:\
//www.w3.org/200\
0/svg\x22 viewBox=\x22\
0 0 24 24\x22 width\
=\x2224\x22 height=\x2224\
\x22 fill=\x22none\x22 st\
roke=\x22currentCol\
or\x22 stroke-width\
=\x221.8\x22 stroke-li\
necap=\x22round\x22 st\
roke-linejoin=\x22r\
ound\x22><rect x=\x228\
.5\x22 y=\x228.5\x22 widt\
h=\x2212\x22 height=\x221\
2\x22 rx=\x221.5\x22/><pa\
th d=\x22M15.5 8.50\
0v-5h-12v12h5\x22/>\
</svg>\x0a\
\x00\x00\x01\xa3\
<\
svg xmlns=\x22http:\
//www.w3.org/200\
0/svg\x22 viewBox=\x22\
0 0 64 64\x22 width\
=\x2264\x22 height=\x2264\
\x22 fill=\x22none\x22><r\
ect x=\x222\x22 y=\x222\x22 \
width=\x2260\x22 heigh\
t=\x2260\x22 rx=\x2214\x22 f\
ill=\x22#bf0000\x22/><\
g stroke=\x22#fffff\
f\x22 stroke-width=\
\x225\x22 stroke-linec\
ap=\x22round\x22 strok\
e-linejoin=\x22roun\
d\x22><path d=\x22M28 \
37a10 10 0 0 0 1\
4.200 0l7-7a10 1\
0 0 0 0-14.200-1\
4.200l-3.500 3.5\
00\x22/><path d=\x22M3\
6 27a10 10 0 0 0\
-14.200 0l-7 7a1\
0 10 0 0 0 14.20\
0 14.200l3.500-3\
.500\x22/></g></svg\
>\x0a\
\x00\x00\x01H\
<\
svg xmlns=\x22http:\
//www.w3.org/200\
0/svg\x22 viewBox=\x22\
0 0 24 24\x22 width\
=\x2224\x22 height=\x2224\
\x22 fill=\x22none\x22 st\
roke=\x22currentCol\
or\x22 stroke-width\
=\x221.8\x22 stroke-li\
necap=\x22round\x22 st\
roke-linejoin=\x22r\
ound\x22><path d=\x22M\
10 14a4 4 0 0 0 \
5.7 0l3.1-3.1a4 \
4 0 0 0-5.7-5.7l\
-1.4 1.4\x22/><path\
 d=\x22M14 10a4 4 0\
 0 0-5.7 0l-3.1 \
3.1a4 4 0 0 0 5.\
7 5.7l1.4-1.4\x22/>\
</svg>\x0a\
\x00\x00\x00\xf5\
<\
svg xmlns=\x22http:\
//www.w3.org/200\
0/svg\x22 viewBox=\x22\
0 0 24 24\x22 width\
=\x2224\x22 height=\x2224\
\x22 fill=\x22none\x22 st\
roke=\x22currentCol\
or\x22 stroke-width\
=\x221.8\x22 stroke-li\
necap=\x22round\x22 st\
roke-linejoin=\x22r\
ound\x22><circle cx\
=\x2212\x22 cy=\x2212\x22 r=\
\x228.5\x22/><path d=\x22\
M6 18L18 6\x22/></s\
vg>\x0a\
\x00\x00\x00\xdf\
<\
svg xmlns=\x22http:\
//www.w3.org/200\
0/svg\x22 viewBox=\x22\
0 0 24 24\x22 width\
=\x2224\x22 height=\x2224\
\x22 fill=\x22none\x22 st\
roke=\x22currentCol\
or\x22 stroke-width\
=\x221.8\x22 stroke-li\
necap=\x22round\x22 st\
roke-linejoin=\x22r\
ound\x22><path d=\x22M\
4.5 12.500l5 5 1\
0-11\x22/></svg>\x0a\
\x00\x00\x00\xff\
<\
svg xmlns=\x22http:\
//www.w3.org/200\
0/svg\x22 viewBox=\x22\
0 0 24 24\x22 width\
=\x2224\x22 height=\x2224\
\x22 fill=\x22none\x22 st\
roke=\x22currentCol\
or\x22 stroke-width\
=\x221.8\x22 stroke-li\
necap=\x22round\x22 st\
roke-linejoin=\x22r\
ound\x22><circle cx\
=\x2210.5\x22 cy=\x2210.5\
\x22 r=\x226.5\x22/><path\
 d=\x22M15.5 15.5L2\
1 21\x22/></svg>\x0a\
\x00\x00\x015\
<\
svg xmlns=\x22http:\
//www.w3.org/200\
0/svg\x22 viewBox=\x22\
0 0 24 24\x22 width\
=\x2224\x22 height=\x2224\
\x22 fill=\x22none\x22 st\
roke=\x22currentCol\
or\x22 stroke-width\
=\x221.8\x22 stroke-li\
necap=\x22round\x22 st\
roke-linejoin=\x22r\
ound\x22><path d=\x22M\
3.5 7.500L12 3.5\
00l8.5 4v9L12 20\
.500l-8.5-4z\x22/><\
path d=\x22M3.5 7.5\
00L12 11.500l8.5\
-4\x22/><path d=\x22M1\
2 11.500v9\x22/></s\
vg>\x0a\
\x00\x00\x01\x18\
<\
svg xmlns=\x22http:\
//www.w3.org/200\
0/svg\x22 viewBox=\x22\
0 0 24 24\x22 width\
=\x2224\x22 height=\x2224\
\x22 fill=\x22none\x22 st\
roke=\x22currentCol\
or\x22 stroke-width\
=\x221.8\x22 stroke-li\
necap=\x22round\x22 st\
roke-linejoin=\x22r\
ound\x22><path d=\x22M\
12 3.500v11\x22/><p\
ath d=\x22M7.5 10.5\
00L12 15l4.5-4.5\
\x22/><path d=\x22M4 1\
7v3.500h16V17\x22/>\
</svg>\x0a\
\x00\x00\x01J\
<\
svg xmlns=\x22http:\
//www.w3.org/200\
0/svg\x22 viewBox=\x22\
0 0 24 24\x22 width\
=\x2224\x22 height=\x2224\
\x22 fill=\x22none\x22 st\
roke=\x22currentCol\
or\x22 stroke-width\
=\x221.8\x22 stroke-li\
necap=\x22round\x22 st\
roke-linejoin=\x22r\
ound\x22><path d=\x22M\
4 10l1.5-5.500h1\
3L20 10\x22/><path \
d=\x22M4 10a2.7 2.7\
 0 0 0 5.3 0 2.7\
 2.7 0 0 0 5.4 0\
 2.7 2.7 0 0 0 5\
.3 0\x22/><path d=\x22\
M5.5 13v7h13v-7\x22\
/></svg>\x0a\
\x00\x00\x01\x0f\
<\
svg xmlns=\x22http:\
//www.w3.org/200\
0/svg\x22 viewBox=\x22\
0 0 24 24\x22 width\
=\x2224\x22 height=\x2224\
\x22 fill=\x22none\x22 st\
roke=\x22currentCol\
or\x22 stroke-width\
=\x221.8\x22 stroke-li\
necap=\x22round\x22 st\
roke-linejoin=\x22r\
ound\x22><path d=\x22M\
12 3.500L22 20.5\
00H2z\x22/><path d=\
\x22M12 10v4.5\x22/><p\
ath d=\x22M12 17.50\
0v.1\x22/></svg>\x0a\
\x00\x00\x01\x11\
<\
svg xmlns=\x22http:\
//www.w3.org/200\
0/svg\x22 viewBox=\x22\
0 0 24 24\x22 width\
=\x2224\x22 height=\x2224\
\x22 fill=\x22none\x22 st\
roke=\x22currentCol\
or\x22 stroke-width\
=\x221.8\x22 stroke-li\
necap=\x22round\x22 st\
roke-linejoin=\x22r\
ound\x22><path d=\x22M\
14 4H5v16h9\x22/><p\
ath d=\x22M10 12h11\
\x22/><path d=\x22M17.\
5 8.500L21 12l-3\
.5 3.5\x22/></svg>\x0a\
\
\x00\x00\x01M\
<\
svg xmlns=\x22http:\
//www.w3.org/200\
0/svg\x22 viewBox=\x22\
0 0 24 24\x22 width\
=\x2224\x22 height=\x2224\
\x22 fill=\x22none\x22 st\
roke=\x22currentCol\
or\x22 stroke-width\
=\x221.8\x22 stroke-li\
necap=\x22round\x22 st\
roke-linejoin=\x22r\
ound\x22><path d=\x22M\
19.5 9A8 8 0 0 0\
 5.2 7.6L3.5 9.5\
\x22/><path d=\x22M3.5\
 4.5v5h5\x22/><path\
 d=\x22M4.5 15a8 8 \
0 0 0 14.3 1.4l1\
.7-1.9\x22/><path d\
=\x22M20.5 19.5v-5h\
-5\x22/></svg>\x0a\
"

qt_resource_name = b"\
\x00\x05\
\x00o\xa6S\
\x00i\
\x00c\x00o\x00n\x00s\
\x00\x09\
\x00(\xad#\
\x00s\
\x00t\x00y\x00l\x00e\x00.\x00q\x00s\x00s\
\x00\x0a\
\x0a\xc8\xfa\xa7\
\x00f\
\x00i\x00l\x00t\x00e\x00r\x00.\x00s\x00v\x00g\
\x00\x0b\
\x06FO\xa7\
\x00h\
\x00i\x00s\x00t\x00o\x00r\x00y\x00.\x00s\x00v\x00g\
\x00\x08\
\x04\xb2UG\
\x00u\
\x00n\x00d\x00o\x00.\x00s\x00v\x00g\
\x00\x07\
\x03ZZ'\
\x00l\
\x00o\x00g\x00.\x00s\x00v\x00g\
\x00\x08\
\x0b\xb2U\xc7\
\x00r\
\x00e\x00d\x00o\x00.\x00s\x00v\x00g\
\x00\x0b\
\x04\x82\x9dG\
\x00c\
\x00o\x00l\x00u\x00m\x00n\x00s\x00.\x00s\x00v\x00g\
\x00\x08\
\x0f\x9eU\x87\
\x00t\
\x00i\x00c\x00k\x00.\x00s\x00v\x00g\
\x00\x0a\
\x00E\xd0\xa7\
\x00u\
\x00n\x00l\x00i\x00n\x00k\x00.\x00s\x00v\x00g\
\x00\x08\
\x0c3W\x07\
\x00h\
\x00e\x00l\x00p\x00.\x00s\x00v\x00g\
\x00\x0a\
\x06\x9a\xc4'\
\x00e\
\x00x\x00p\x00o\x00r\x00t\x00.\x00s\x00v\x00g\
\x00\x0c\
\x0b\xdf,\xc7\
\x00s\
\x00e\x00t\x00t\x00i\x00n\x00g\x00s\x00.\x00s\x00v\x00g\
\x00\x08\
\x0b\x07W\xa7\
\x00e\
\x00d\x00i\x00t\x00.\x00s\x00v\x00g\
\x00\x13\
\x0cO\xd6'\
\x00a\
\x00r\x00r\x00o\x00w\x00-\x00d\x00o\x00w\x00n\x00-\x00d\x00a\x00r\x00k\x00.\x00s\
\x00v\x00g\
\x00\x14\
\x01\xeee\xa7\
\x00a\
\x00r\x00r\x00o\x00w\x00-\x00d\x00o\x00w\x00n\x00-\x00l\x00i\x00g\x00h\x00t\x00.\
\x00s\x00v\x00g\
\x00\x12\
\x0eW\x05\x87\
\x00a\
\x00r\x00r\x00o\x00w\x00-\x00u\x00p\x00-\x00l\x00i\x00g\x00h\x00t\x00.\x00s\x00v\
\x00g\
\x00\x08\
\x04\xd2T\xc7\
\x00i\
\x00n\x00f\x00o\x00.\x00s\x00v\x00g\
\x00\x09\
\x06\x98\x8e\xa7\
\x00c\
\x00l\x00o\x00s\x00e\x00.\x00s\x00v\x00g\
\x00\x08\
\x0c\xf7TG\
\x00n\
\x00e\x00x\x00t\x00.\x00s\x00v\x00g\
\x00\x11\
\x0d\xb8X'\
\x00a\
\x00r\x00r\x00o\x00w\x00-\x00u\x00p\x00-\x00d\x00a\x00r\x00k\x00.\x00s\x00v\x00g\
\
\x00\x08\
\x06|W\x87\
\x00c\
\x00o\x00p\x00y\x00.\x00s\x00v\x00g\
\x00\x07\
\x08sZ\x07\
\x00a\
\x00p\x00p\x00.\x00s\x00v\x00g\
\x00\x08\
\x00NT\xa7\
\x00l\
\x00i\x00n\x00k\x00.\x00s\x00v\x00g\
\x00\x0b\
\x0aV\x12\xc7\
\x00n\
\x00o\x00-\x00i\x00t\x00e\x00m\x00.\x00s\x00v\x00g\
\x00\x09\
\x0b\x9e\x89\x07\
\x00c\
\x00h\x00e\x00c\x00k\x00.\x00s\x00v\x00g\
\x00\x0a\
\x08\x94m\xc7\
\x00s\
\x00e\x00a\x00r\x00c\x00h\x00.\x00s\x00v\x00g\
\x00\x0d\
\x06%\xd0g\
\x00i\
\x00n\x00v\x00e\x00n\x00t\x00o\x00r\x00y\x00.\x00s\x00v\x00g\
\x00\x0a\
\x06\x99R'\
\x00i\
\x00m\x00p\x00o\x00r\x00t\x00.\x00s\x00v\x00g\
\x00\x0b\
\x04l\x8ag\
\x00c\
\x00h\x00a\x00n\x00n\x00e\x00l\x00.\x00s\x00v\x00g\
\x00\x0b\
\x00\xb5Hg\
\x00w\
\x00a\x00r\x00n\x00i\x00n\x00g\x00.\x00s\x00v\x00g\
\x00\x08\
\x0c\x07U\xc7\
\x00q\
\x00u\x00i\x00t\x00.\x00s\x00v\x00g\
\x00\x08\
\x00FU\xa7\
\x00s\
\x00y\x00n\x00c\x00.\x00s\x00v\x00g\
"

qt_resource_struct = b"\
\x00\x00\x00\x00\x00\x02\x00\x00\x00\x02\x00\x00\x00\x01\
\x00\x00\x00\x10\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\
\x00\x00\x00\x00\x00\x02\x00\x00\x00\x1f\x00\x00\x00\x03\
\x00\x00\x00\xd0\x00\x00\x00\x00\x00\x01\x00\x00/\x9a\
\x00\x00\x03T\x00\x00\x00\x00\x00\x01\x00\x00H\xa0\
\x00\x00\x02h\x00\x00\x00\x00\x00\x01\x00\x00>\xaa\
\x00\x00\x03\x22\x00\x00\x00\x00\x00\x01\x00\x00Fx\
\x00\x00\x01z\x00\x00\x00\x00\x00\x01\x00\x006i\
\x00\x00\x00t\x00\x00\x00\x00\x00\x01\x00\x00+>\
\x00\x00\x03\x06\x00\x00\x00\x00\x00\x01\x00\x00E*\
\x00\x00\x00\x9e\x00\x00\x00\x00\x00\x01\x00\x00-\x84\
\x00\x00\x00^\x00\x00\x00\x00\x00\x01\x00\x00*6\
\x00\x00\x01\xd2\x00\x00\x00\x00\x00\x01\x00\x008\x16\
\x00\x00\x02\xcc\x00\x00\x00\x00\x00\x01\x00\x00B\xd5\
\x00\x00\x00B\x00\x00\x00\x00\x00\x01\x00\x00)\x17\
\x00\x00\x02>\x00\x00\x00\x00\x00\x01\x00\x00;\xe7\
\x00\x00\x01\xe8\x00\x00\x00\x00\x00\x01\x00\x009'\
\x00\x00\x02\xec\x00\x00\x00\x00\x00\x01\x00\x00D\x0e\
\x00\x00\x01\x00\x00\x00\x00\x00\x00\x01\x00\x002!\
\x00\x00\x02T\x00\x00\x00\x00\x00\x01\x00\x00=\x03\
\x00\x00\x02\xb2\x00\x00\x00\x00\x00\x01\x00\x00A\xd2\
\x00\x00\x02~\x00\x00\x00\x00\x00\x01\x00\x00?\xf6\
\x00\x00\x00(\x00\x00\x00\x00\x00\x01\x00\x00(*\
\x00\x00\x018\x00\x00\x00\x00\x00\x01\x00\x004\x81\
\x00\x00\x02\x9a\x00\x00\x00\x00\x00\x01\x00\x00@\xef\
\x00\x00\x00\x88\x00\x00\x00\x00\x00\x01\x00\x00,w\
\x00\x00\x01\x1a\x00\x00\x00\x00\x00\x01\x00\x0037\
\x00\x00\x03>\x00\x00\x00\x00\x00\x01\x00\x00G\x8b\
\x00\x00\x00\xea\x00\x00\x00\x00\x00\x01\x00\x000\xe3\
\x00\x00\x01N\x00\x00\x00\x00\x00\x01\x00\x005\x92\
\x00\x00\x02\x00\x00\x00\x00\x00\x00\x01\x00\x00:\x15\
\x00\x00\x02\x16\x00\x00\x00\x00\x00\x01\x00\x00;\x11\
\x00\x00\x01\xa8\x00\x00\x00\x00\x00\x01\x00\x007@\
\x00\x00\x00\xba\x00\x00\x00\x00\x00\x01\x00\x00.\xac\
"

def qInitResources():
    QtCore.qRegisterResourceData(0x01, qt_resource_struct, qt_resource_name, qt_resource_data)

def qCleanupResources():
    QtCore.qUnregisterResourceData(0x01, qt_resource_struct, qt_resource_name, qt_resource_data)

qInitResources()
