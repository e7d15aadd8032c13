# Resource object code (Python 3)
# Created by: object code
# Created by: The Resource Compiler for Qt version 6.11.3
# WARNING! All changes made in this file will be lost!

from PySide6 import QtCore

qt_resource_data = b"\
\x00\x00'0\
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
ground; }\x0aQTable\
View QLineEdit {\
 border-radius: \
0; padding: 0 6p\
x; min-height: 0\
; border: 2px so\
lid $focus; }\x0aQT\
ableView QLineEd\
it[wrong=\x22true\x22]\
 { border: 2px s\
olid $unlinked; \
}\x0aQComboBox::dro\
p-down { border:\
 none; width: 24\
px; }\x0aQComboBox:\
:down-arrow { im\
age: url($arrow)\
; width: 14px; h\
eight: 14px; }\x0aQ\
ComboBox QAbstra\
ctItemView { bac\
kground: $card; \
border: 1px soli\
d $border; selec\
tion-background-\
color: $selectio\
n; selection-col\
or: $text; }\x0a\x0aQT\
ableView, QTreeV\
iew, QListView {\
 background: $ca\
rd; alternate-ba\
ckground-color: \
$row; border: 1p\
x solid $border;\
 border-radius: \
8px;\x0a  gridline-\
color: $border; \
selection-backgr\
ound-color: $sel\
ection; selectio\
n-color: $text; \
outline: 0; }\x0aQT\
ableView:focus, \
QTreeView:focus,\
 QListView:focus\
 { border-color:\
 $focus; }\x0aQHead\
erView { backgro\
und: $card; bord\
er: none; border\
-top-left-radius\
: 8px; border-to\
p-right-radius: \
8px; }\x0aQHeaderVi\
ew::section { ba\
ckground: transp\
arent; color: $m\
uted; border: no\
ne; border-botto\
m: 1px solid $bo\
rder; padding: 7\
px 10px; font-we\
ight: 600; }\x0aQHe\
aderView::sectio\
n:hover { color:\
 $text; backgrou\
nd: $hover; }\x0aQH\
eaderView::down-\
arrow { image: u\
rl($arrow); widt\
h: 12px; height:\
 12px; subcontro\
l-position: cent\
er right; right:\
 4px; }\x0aQHeaderV\
iew::up-arrow { \
image: url($arro\
w_up); width: 12\
px; height: 12px\
; subcontrol-pos\
ition: center ri\
ght; right: 4px;\
 }\x0aQTableCornerB\
utton::section {\
 background: $ca\
rd; border: none\
; }\x0a\x0aQScrollBar:\
vertical { backg\
round: transpare\
nt; width: 12px;\
 margin: 0; }\x0aQS\
crollBar:horizon\
tal { background\
: transparent; h\
eight: 12px; mar\
gin: 0; }\x0aQScrol\
lBar::handle { b\
ackground: $hand\
le; border-radiu\
s: 4px; }\x0aQScrol\
lBar::handle:ver\
tical { min-heig\
ht: 36px; margin\
: 2px 2px 2px 2p\
x; }\x0aQScrollBar:\
:handle:horizont\
al { min-width: \
36px; margin: 2p\
x 2px 2px 2px; }\
\x0aQScrollBar::han\
dle:hover { back\
ground: $handle_\
hover; }\x0aQScroll\
Bar::add-line, Q\
ScrollBar::sub-l\
ine { width: 0; \
height: 0; }\x0aQSc\
rollBar::add-pag\
e, QScrollBar::s\
ub-page { backgr\
ound: transparen\
t; }\x0aQAbstractSc\
rollArea::corner\
 { background: t\
ransparent; }\x0a\x0aQ\
DockWidget { tit\
lebar-close-icon\
: none; titlebar\
-normal-icon: no\
ne; }\x0aQWidget#do\
ck_title { backg\
round: transpare\
nt; }\x0aQMainWindo\
w::separator { b\
ackground: trans\
parent; width: 7\
px; height: 7px;\
 }\x0aQMainWindow::\
separator:hover \
{ background: $h\
over; }\x0aQToolBar\
 { background: $\
ground; border: \
none; padding: 0\
; spacing: 0; }\x0a\
QSplitter::handl\
e { background: \
transparent; }\x0a\x0a\
QStatusBar { bac\
kground: $card; \
border-top: 1px \
solid $border; }\
\x0aQStatusBar::ite\
m { border: none\
; }\x0aQTabWidget::\
pane { border: 1\
px solid $border\
; border-radius:\
 6px; top: -1px;\
 }\x0aQTabBar::tab \
{ background: tr\
ansparent; color\
: $muted; paddin\
g: 6px 12px; bor\
der: none; borde\
r-bottom: 2px so\
lid transparent;\
 }\x0aQTabBar::tab:\
selected { color\
: $text; border-\
bottom: 2px soli\
d $focus; }\x0aQTab\
Bar::tab:hover {\
 color: $text; }\
\x0aQGroupBox { bor\
der: 1px solid $\
border; border-r\
adius: 8px; marg\
in-top: 10px; pa\
dding: 10px 8px \
8px 8px; }\x0aQGrou\
pBox::title { su\
bcontrol-origin:\
 margin; left: 1\
0px; padding: 0 \
4px; color: $mut\
ed; }\x0a\x0aQCheckBox\
, QRadioButton {\
 spacing: 8px; b\
order: 1px solid\
 transparent; bo\
rder-radius: 4px\
; padding: 2px; \
}\x0aQCheckBox:focu\
s, QRadioButton:\
focus { border-c\
olor: $focus; }\x0a\
QCheckBox::indic\
ator, QTableView\
::indicator, QGr\
oupBox::indicato\
r { width: 15px;\
 height: 15px; b\
order: 1px solid\
 $handle_hover; \
border-radius: 4\
px; background: \
$card; }\x0aQCheckB\
ox::indicator:ch\
ecked, QTableVie\
w::indicator:che\
cked, QGroupBox:\
:indicator:check\
ed { background:\
 $linked; border\
-color: $linked;\
 image: url($tic\
k); }\x0aQCheckBox:\
:indicator:disab\
led { background\
: $ground; borde\
r-color: $border\
; }\x0aQRadioButton\
::indicator { wi\
dth: 15px; heigh\
t: 15px; border:\
 1px solid $hand\
le_hover; border\
-radius: 8px; ba\
ckground: $card;\
 }\x0aQRadioButton:\
:indicator:check\
ed { border: 5px\
 solid $linked; \
width: 7px; heig\
ht: 7px; backgro\
und: $card; }\x0a\x0aQ\
Frame#empty_stat\
e { background: \
$card; border: 1\
px solid $border\
; border-radius:\
 8px; }\x0aQLabel#e\
mpty_title { fon\
t-size: $title_s\
ize; font-weight\
: 600; }\x0a\x0aQPushB\
utton[kind=\x22dang\
er\x22] { backgroun\
d: $card; border\
: 1px solid $unl\
inked; color: $u\
nlinked; font-we\
ight: 600; }\x0aQPu\
shButton[kind=\x22d\
anger\x22]:hover { \
background: $hov\
er; }\x0aQFrame#not\
ice { background\
: $card; border:\
 1px solid $bord\
er; border-radiu\
s: 6px; }\x0aQFrame\
#notice[kind=\x22su\
ccess\x22] { border\
-color: $linked;\
 }\x0aQFrame#notice\
[kind=\x22info\x22] QL\
abel[kind=\x22notic\
e-sign\x22] { color\
: $focus; }\x0aQFra\
me#notice[kind=\x22\
warning\x22] { back\
ground: $attenti\
on_ground; borde\
r-color: $attent\
ion; }\x0aQFrame#no\
tice[kind=\x22error\
\x22] { border-colo\
r: $unlinked; }\x0a\
QLabel[kind=\x22not\
ice-sign\x22] { fon\
t-size: 15px; }\x0a\
QFrame#notice[ki\
nd=\x22success\x22] QL\
abel[kind=\x22notic\
e-sign\x22] { color\
: $linked; }\x0aQFr\
ame#notice[kind=\
\x22warning\x22] QLabe\
l[kind=\x22notice-s\
ign\x22] { color: $\
attention; }\x0aQFr\
ame#notice[kind=\
\x22error\x22] QLabel[\
kind=\x22notice-sig\
n\x22] { color: $un\
linked; }\x0a\x0a/* Di\
alogs */\x0aQDialog\
ButtonBox { dial\
ogbuttonbox-butt\
ons-have-icons: \
0; button-layout\
: 3; }\x0aQLabel[ki\
nd=\x22title\x22] { fo\
nt-size: $title_\
size; font-weigh\
t: 600; }\x0aQLabel\
[kind=\x22success\x22]\
 { color: $linke\
d; }\x0aQLabel[kind\
=\x22warning\x22] { co\
lor: $attention;\
 }\x0aQLabel[kind=\x22\
number\x22] { font-\
size: $number_si\
ze; font-weight:\
 600; }\x0aQLabel[k\
ind=\x22number\x22][le\
vel=\x22error\x22] { c\
olor: $unlinked;\
 }\x0aQTableView[sh\
ort=\x22true\x22]::ite\
m, QListWidget::\
item { padding: \
0 5px; }\x0aQFrame[\
kind=\x22card\x22], QF\
rame[kind=\x22start\
\x22] { background:\
 $card; border: \
1px solid $borde\
r; border-radius\
: 8px; }\x0aQFrame[\
kind=\x22inline\x22] {\
 background: $at\
tention_ground; \
border: 1px soli\
d $attention; bo\
rder-radius: 6px\
; }\x0aQFrame[kind=\
\x22inline\x22][level=\
\x22error\x22] { backg\
round: $card; bo\
rder-color: $unl\
inked; }\x0aQFrame[\
kind=\x22start\x22]:ho\
ver { border-col\
or: $handle_hove\
r; }\x0aQScrollArea\
, QScrollArea > \
QWidget > QWidge\
t { background: \
transparent; }\x0a\
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
\x00\x00\x00\xd0\x00\x00\x00\x00\x00\x01\x00\x00.\xa4\
\x00\x00\x03T\x00\x00\x00\x00\x00\x01\x00\x00G\xaa\
\x00\x00\x02h\x00\x00\x00\x00\x00\x01\x00\x00=\xb4\
\x00\x00\x03\x22\x00\x00\x00\x00\x00\x01\x00\x00E\x82\
\x00\x00\x01z\x00\x00\x00\x00\x00\x01\x00\x005s\
\x00\x00\x00t\x00\x00\x00\x00\x00\x01\x00\x00*H\
\x00\x00\x03\x06\x00\x00\x00\x00\x00\x01\x00\x00D4\
\x00\x00\x00\x9e\x00\x00\x00\x00\x00\x01\x00\x00,\x8e\
\x00\x00\x00^\x00\x00\x00\x00\x00\x01\x00\x00)@\
\x00\x00\x01\xd2\x00\x00\x00\x00\x00\x01\x00\x007 \
\x00\x00\x02\xcc\x00\x00\x00\x00\x00\x01\x00\x00A\xdf\
\x00\x00\x00B\x00\x00\x00\x00\x00\x01\x00\x00(!\
\x00\x00\x02>\x00\x00\x00\x00\x00\x01\x00\x00:\xf1\
\x00\x00\x01\xe8\x00\x00\x00\x00\x00\x01\x00\x0081\
\x00\x00\x02\xec\x00\x00\x00\x00\x00\x01\x00\x00C\x18\
\x00\x00\x01\x00\x00\x00\x00\x00\x00\x01\x00\x001+\
\x00\x00\x02T\x00\x00\x00\x00\x00\x01\x00\x00<\x0d\
\x00\x00\x02\xb2\x00\x00\x00\x00\x00\x01\x00\x00@\xdc\
\x00\x00\x02~\x00\x00\x00\x00\x00\x01\x00\x00?\x00\
\x00\x00\x00(\x00\x00\x00\x00\x00\x01\x00\x00'4\
\x00\x00\x018\x00\x00\x00\x00\x00\x01\x00\x003\x8b\
\x00\x00\x02\x9a\x00\x00\x00\x00\x00\x01\x00\x00?\xf9\
\x00\x00\x00\x88\x00\x00\x00\x00\x00\x01\x00\x00+\x81\
\x00\x00\x01\x1a\x00\x00\x00\x00\x00\x01\x00\x002A\
\x00\x00\x03>\x00\x00\x00\x00\x00\x01\x00\x00F\x95\
\x00\x00\x00\xea\x00\x00\x00\x00\x00\x01\x00\x00/\xed\
\x00\x00\x01N\x00\x00\x00\x00\x00\x01\x00\x004\x9c\
\x00\x00\x02\x00\x00\x00\x00\x00\x00\x01\x00\x009\x1f\
\x00\x00\x02\x16\x00\x00\x00\x00\x00\x01\x00\x00:\x1b\
\x00\x00\x01\xa8\x00\x00\x00\x00\x00\x01\x00\x006J\
\x00\x00\x00\xba\x00\x00\x00\x00\x00\x01\x00\x00-\xb6\
"

def qInitResources():
    QtCore.qRegisterResourceData(0x01, qt_resource_struct, qt_resource_name, qt_resource_data)

def qCleanupResources():
    QtCore.qUnregisterResourceData(0x01, qt_resource_struct, qt_resource_name, qt_resource_data)

qInitResources()
