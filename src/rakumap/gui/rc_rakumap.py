# Resource object code (Python 3)
# Created by: object code
# Created by: The Resource Compiler for Qt version 6.11.3
# WARNING! All changes made in this file will be lost!

from PySide6 import QtCore

qt_resource_data = b"\
\x00\x00&J\
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
l[kind=\x22error\x22] \
{ color: $unlink\
ed; }\x0aQLabel#sit\
e_name { font-si\
ze: 17px; font-w\
eight: 600; }\x0a\x0aQ\
PushButton[kind=\
\x22count\x22] { borde\
r: 1px solid tra\
nsparent; backgr\
ound: transparen\
t; border-radius\
: 6px;\x0a  font-si\
ze: 17px; font-w\
eight: 600; padd\
ing: 0 5px; marg\
in: 0 -6px; text\
-align: left; mi\
n-height: 24px; \
}\x0aQPushButton[ki\
nd=\x22count\x22]:hove\
r { background: \
$hover; }\x0aQPushB\
utton[kind=\x22coun\
t\x22]:pressed { ba\
ckground: $press\
ed; }\x0aQPushButto\
n[kind=\x22count\x22]:\
focus { border-c\
olor: $focus; }\x0a\
QPushButton#link\
ed_count { color\
: $linked; }\x0aQPu\
shButton#unlinke\
d_count { color:\
 $unlinked; }\x0aQP\
ushButton#unlink\
ed_count[none=\x22t\
rue\x22] { color: $\
text; }\x0a\x0aQProgre\
ssBar { border: \
none; border-rad\
ius: 3px; backgr\
ound: $border; m\
ax-height: 6px; \
min-height: 6px;\
 }\x0aQProgressBar:\
:chunk { border-\
radius: 3px; bac\
kground: $linked\
; }\x0a\x0aQPushButton\
, QToolButton[ki\
nd=\x22button\x22] { b\
ackground: $card\
; border: 1px so\
lid $border; bor\
der-radius: 6px;\
 padding: 5px 13\
px; min-height: \
18px; }\x0aQPushBut\
ton:hover, QTool\
Button[kind=\x22but\
ton\x22]:hover { ba\
ckground: $hover\
; }\x0aQPushButton:\
pressed { backgr\
ound: $pressed; \
}\x0aQPushButton:fo\
cus, QToolButton\
:focus { border:\
 1px solid $focu\
s; }\x0aQPushButton\
:disabled { colo\
r: $primary_off_\
text; background\
: $ground; }\x0aQPu\
shButton:default\
 { border-color:\
 $handle_hover; \
}\x0aQPushButton[ki\
nd=\x22primary\x22] { \
background: $pri\
mary; border: 1p\
x solid $primary\
; color: $primar\
y_text; font-wei\
ght: 600; }\x0aQPus\
hButton[kind=\x22pr\
imary\x22]:hover { \
background: $pri\
mary_hover; bord\
er-color: $prima\
ry_hover; }\x0aQPus\
hButton[kind=\x22pr\
imary\x22]:pressed \
{ background: $p\
rimary_pressed; \
border-color: $p\
rimary_pressed; \
}\x0aQPushButton[ki\
nd=\x22primary\x22]:fo\
cus { border: 1p\
x solid $text; }\
\x0aQPushButton[kin\
d=\x22primary\x22]:dis\
abled { backgrou\
nd: $primary_off\
; border-color: \
$border; color: \
$primary_off_tex\
t; }\x0aQPushButton\
[kind=\x22link\x22] { \
border: 1px soli\
d transparent; b\
ackground: trans\
parent; color: $\
focus; padding: \
2px 6px; }\x0aQPush\
Button[kind=\x22lin\
k\x22]:hover { back\
ground: $hover; \
}\x0aQPushButton[ki\
nd=\x22link\x22]:focus\
 { border-color:\
 $focus; }\x0a\x0aQPus\
hButton[kind=\x22ch\
ip\x22] { padding: \
4px 11px; }\x0aQPus\
hButton[kind=\x22ch\
ip\x22]:checked { b\
ackground: $sele\
ction; border-co\
lor: $selection;\
 font-weight: 60\
0; }\x0aQPushButton\
[kind=\x22chip\x22]:ch\
ecked:hover { bo\
rder-color: $foc\
us; }\x0aQPushButto\
n[kind=\x22chip\x22]:f\
ocus { border-co\
lor: $focus; }\x0a\x0a\
QToolButton { ba\
ckground: transp\
arent; border: 1\
px solid transpa\
rent; border-rad\
ius: 5px; paddin\
g: 3px; }\x0aQToolB\
utton:hover { ba\
ckground: $hover\
; }\x0aQToolButton:\
pressed, QToolBu\
tton:open { back\
ground: $pressed\
; }\x0aQToolButton:\
:menu-indicator \
{ image: none; }\
\x0a\x0aQLineEdit, QCo\
mboBox, QSpinBox\
, QDoubleSpinBox\
, QDateTimeEdit,\
 QPlainTextEdit,\
 QTextEdit {\x0a  b\
ackground: $card\
; border: 1px so\
lid $border; bor\
der-radius: 6px;\
 padding: 5px 9p\
x; min-height: 1\
8px;\x0a  selection\
-background-colo\
r: $focus; selec\
tion-color: $car\
d; }\x0aQLineEdit:f\
ocus, QComboBox:\
focus, QSpinBox:\
focus, QDoubleSp\
inBox:focus, QDa\
teTimeEdit:focus\
, QPlainTextEdit\
:focus, QTextEdi\
t:focus {\x0a  bord\
er: 1px solid $f\
ocus; }\x0aQLineEdi\
t[wrong=\x22true\x22] \
{ border: 1px so\
lid $unlinked; }\
\x0aQLineEdit:disab\
led, QComboBox:d\
isabled, QSpinBo\
x:disabled { col\
or: $primary_off\
_text; backgroun\
d: $ground; }\x0aQT\
ableView QLineEd\
it { border-radi\
us: 0; padding: \
0 6px; min-heigh\
t: 0; border: 2p\
x solid $focus; \
}\x0aQTableView QLi\
neEdit[wrong=\x22tr\
ue\x22] { border: 2\
px solid $unlink\
ed; }\x0aQComboBox:\
:drop-down { bor\
der: none; width\
: 24px; }\x0aQCombo\
Box::down-arrow \
{ image: url($ar\
row); width: 14p\
x; height: 14px;\
 }\x0aQComboBox QAb\
stractItemView {\
 background: $ca\
rd; border: 1px \
solid $border; s\
election-backgro\
und-color: $sele\
ction; selection\
-color: $text; }\
\x0a\x0aQTableView, QT\
reeView, QListVi\
ew { background:\
 $card; alternat\
e-background-col\
or: $row; border\
: 1px solid $bor\
der; border-radi\
us: 8px;\x0a  gridl\
ine-color: $bord\
er; selection-ba\
ckground-color: \
$selection; sele\
ction-color: $te\
xt; outline: 0; \
}\x0aQTableView:foc\
us, QTreeView:fo\
cus, QListView:f\
ocus { border-co\
lor: $focus; }\x0aQ\
HeaderView { bac\
kground: $card; \
border: none; bo\
rder-top-left-ra\
dius: 8px; borde\
r-top-right-radi\
us: 8px; }\x0aQHead\
erView::section \
{ background: tr\
ansparent; color\
: $muted; border\
: none; border-b\
ottom: 1px solid\
 $border; paddin\
g: 7px 10px; fon\
t-weight: 600; }\
\x0aQHeaderView::se\
ction:hover { co\
lor: $text; back\
ground: $hover; \
}\x0aQHeaderView::d\
own-arrow { imag\
e: url($arrow); \
width: 12px; hei\
ght: 12px; subco\
ntrol-position: \
center right; ri\
ght: 4px; }\x0aQHea\
derView::up-arro\
w { image: url($\
arrow_up); width\
: 12px; height: \
12px; subcontrol\
-position: cente\
r right; right: \
4px; }\x0aQTableCor\
nerButton::secti\
on { background:\
 $card; border: \
none; }\x0a\x0aQScroll\
Bar:vertical { b\
ackground: trans\
parent; width: 1\
2px; margin: 0; \
}\x0aQScrollBar:hor\
izontal { backgr\
ound: transparen\
t; height: 12px;\
 margin: 0; }\x0aQS\
crollBar::handle\
 { background: $\
handle; border-r\
adius: 4px; }\x0aQS\
crollBar::handle\
:vertical { min-\
height: 36px; ma\
rgin: 2px 2px 2p\
x 2px; }\x0aQScroll\
Bar::handle:hori\
zontal { min-wid\
th: 36px; margin\
: 2px 2px 2px 2p\
x; }\x0aQScrollBar:\
:handle:hover { \
background: $han\
dle_hover; }\x0aQSc\
rollBar::add-lin\
e, QScrollBar::s\
ub-line { width:\
 0; height: 0; }\
\x0aQScrollBar::add\
-page, QScrollBa\
r::sub-page { ba\
ckground: transp\
arent; }\x0aQAbstra\
ctScrollArea::co\
rner { backgroun\
d: transparent; \
}\x0a\x0aQDockWidget {\
 titlebar-close-\
icon: none; titl\
ebar-normal-icon\
: none; }\x0aQWidge\
t#dock_title { b\
ackground: trans\
parent; }\x0aQMainW\
indow::separator\
 { background: t\
ransparent; widt\
h: 7px; height: \
7px; }\x0aQMainWind\
ow::separator:ho\
ver { background\
: $hover; }\x0aQToo\
lBar { backgroun\
d: $ground; bord\
er: none; paddin\
g: 0; spacing: 0\
; }\x0aQSplitter::h\
andle { backgrou\
nd: transparent;\
 }\x0a\x0aQStatusBar {\
 background: $ca\
rd; border-top: \
1px solid $borde\
r; }\x0aQStatusBar:\
:item { border: \
none; }\x0aQTabWidg\
et::pane { borde\
r: 1px solid $bo\
rder; border-rad\
ius: 6px; top: -\
1px; }\x0aQTabBar::\
tab { background\
: transparent; c\
olor: $muted; pa\
dding: 6px 12px;\
 border: none; b\
order-bottom: 2p\
x solid transpar\
ent; }\x0aQTabBar::\
tab:selected { c\
olor: $text; bor\
der-bottom: 2px \
solid $focus; }\x0a\
QTabBar::tab:hov\
er { color: $tex\
t; }\x0aQGroupBox {\
 border: 1px sol\
id $border; bord\
er-radius: 8px; \
margin-top: 10px\
; padding: 10px \
8px 8px 8px; }\x0aQ\
GroupBox::title \
{ subcontrol-ori\
gin: margin; lef\
t: 10px; padding\
: 0 4px; color: \
$muted; }\x0a\x0aQChec\
kBox, QRadioButt\
on { spacing: 8p\
x; border: 1px s\
olid transparent\
; border-radius:\
 4px; padding: 2\
px; }\x0aQCheckBox:\
focus, QRadioBut\
ton:focus { bord\
er-color: $focus\
; }\x0aQCheckBox::i\
ndicator, QGroup\
Box::indicator {\
 width: 15px; he\
ight: 15px; bord\
er: 1px solid $h\
andle_hover; bor\
der-radius: 4px;\
 background: $ca\
rd; }\x0aQCheckBox:\
:indicator:check\
ed, QGroupBox::i\
ndicator:checked\
 { background: $\
linked; border-c\
olor: $linked; i\
mage: url($tick)\
; }\x0aQCheckBox::i\
ndicator:disable\
d { background: \
$ground; border-\
color: $border; \
}\x0aQRadioButton::\
indicator { widt\
h: 15px; height:\
 15px; border: 1\
px solid $handle\
_hover; border-r\
adius: 8px; back\
ground: $card; }\
\x0aQRadioButton::i\
ndicator:checked\
 { border: 5px s\
olid $linked; wi\
dth: 7px; height\
: 7px; backgroun\
d: $card; }\x0a\x0aQFr\
ame#empty_state \
{ background: $c\
ard; border: 1px\
 solid $border; \
border-radius: 8\
px; }\x0aQLabel#emp\
ty_title { font-\
size: 16px; font\
-weight: 600; }\x0a\
\x0aQPushButton[kin\
d=\x22danger\x22] { ba\
ckground: $card;\
 border: 1px sol\
id $unlinked; co\
lor: $unlinked; \
font-weight: 600\
; }\x0aQPushButton[\
kind=\x22danger\x22]:h\
over { backgroun\
d: $hover; }\x0aQFr\
ame#notice { bac\
kground: $card; \
border: 1px soli\
d $border; borde\
r-radius: 6px; }\
\x0aQFrame#notice[k\
ind=\x22success\x22] {\
 border-color: $\
linked; }\x0aQFrame\
#notice[kind=\x22in\
fo\x22] QLabel[kind\
=\x22notice-sign\x22] \
{ color: $focus;\
 }\x0aQFrame#notice\
[kind=\x22warning\x22]\
 { background: $\
attention_ground\
; border-color: \
$attention; }\x0aQF\
rame#notice[kind\
=\x22error\x22] { bord\
er-color: $unlin\
ked; }\x0aQLabel[ki\
nd=\x22notice-sign\x22\
] { font-size: 1\
5px; }\x0aQFrame#no\
tice[kind=\x22succe\
ss\x22] QLabel[kind\
=\x22notice-sign\x22] \
{ color: $linked\
; }\x0aQFrame#notic\
e[kind=\x22warning\x22\
] QLabel[kind=\x22n\
otice-sign\x22] { c\
olor: $attention\
; }\x0aQFrame#notic\
e[kind=\x22error\x22] \
QLabel[kind=\x22not\
ice-sign\x22] { col\
or: $unlinked; }\
\x0a\x0a/* Dialogs */\x0a\
QLabel[kind=\x22tit\
le\x22] { font-size\
: 17px; font-wei\
ght: 600; }\x0aQLab\
el[kind=\x22success\
\x22] { color: $lin\
ked; }\x0aQLabel[ki\
nd=\x22warning\x22] { \
color: $attentio\
n; }\x0aQLabel[kind\
=\x22number\x22] { fon\
t-size: 19px; fo\
nt-weight: 600; \
}\x0aQLabel[kind=\x22n\
umber\x22][level=\x22e\
rror\x22] { color: \
$unlinked; }\x0aQTa\
bleView[short=\x22t\
rue\x22]::item, QLi\
stWidget::item {\
 padding: 0 5px;\
 }\x0aQFrame[kind=\x22\
card\x22], QFrame[k\
ind=\x22start\x22] { b\
ackground: $card\
; border: 1px so\
lid $border; bor\
der-radius: 8px;\
 }\x0aQFrame[kind=\x22\
inline\x22] { backg\
round: $attentio\
n_ground; border\
: 1px solid $att\
ention; border-r\
adius: 6px; }\x0aQF\
rame[kind=\x22inlin\
e\x22][level=\x22error\
\x22] { background:\
 $card; border-c\
olor: $unlinked;\
 }\x0aQFrame[kind=\x22\
start\x22]:hover { \
border-color: $h\
andle_hover; }\x0aQ\
ScrollArea, QScr\
ollArea > QWidge\
t > QWidget { ba\
ckground: transp\
arent; }\x0a\
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
\x00\x00\x00\xd0\x00\x00\x00\x00\x00\x01\x00\x00-\xbe\
\x00\x00\x03T\x00\x00\x00\x00\x00\x01\x00\x00F\xc4\
\x00\x00\x02h\x00\x00\x00\x00\x00\x01\x00\x00<\xce\
\x00\x00\x03\x22\x00\x00\x00\x00\x00\x01\x00\x00D\x9c\
\x00\x00\x01z\x00\x00\x00\x00\x00\x01\x00\x004\x8d\
\x00\x00\x00t\x00\x00\x00\x00\x00\x01\x00\x00)b\
\x00\x00\x03\x06\x00\x00\x00\x00\x00\x01\x00\x00CN\
\x00\x00\x00\x9e\x00\x00\x00\x00\x00\x01\x00\x00+\xa8\
\x00\x00\x00^\x00\x00\x00\x00\x00\x01\x00\x00(Z\
\x00\x00\x01\xd2\x00\x00\x00\x00\x00\x01\x00\x006:\
\x00\x00\x02\xcc\x00\x00\x00\x00\x00\x01\x00\x00@\xf9\
\x00\x00\x00B\x00\x00\x00\x00\x00\x01\x00\x00';\
\x00\x00\x02>\x00\x00\x00\x00\x00\x01\x00\x00:\x0b\
\x00\x00\x01\xe8\x00\x00\x00\x00\x00\x01\x00\x007K\
\x00\x00\x02\xec\x00\x00\x00\x00\x00\x01\x00\x00B2\
\x00\x00\x01\x00\x00\x00\x00\x00\x00\x01\x00\x000E\
\x00\x00\x02T\x00\x00\x00\x00\x00\x01\x00\x00;'\
\x00\x00\x02\xb2\x00\x00\x00\x00\x00\x01\x00\x00?\xf6\
\x00\x00\x02~\x00\x00\x00\x00\x00\x01\x00\x00>\x1a\
\x00\x00\x00(\x00\x00\x00\x00\x00\x01\x00\x00&N\
\x00\x00\x018\x00\x00\x00\x00\x00\x01\x00\x002\xa5\
\x00\x00\x02\x9a\x00\x00\x00\x00\x00\x01\x00\x00?\x13\
\x00\x00\x00\x88\x00\x00\x00\x00\x00\x01\x00\x00*\x9b\
\x00\x00\x01\x1a\x00\x00\x00\x00\x00\x01\x00\x001[\
\x00\x00\x03>\x00\x00\x00\x00\x00\x01\x00\x00E\xaf\
\x00\x00\x00\xea\x00\x00\x00\x00\x00\x01\x00\x00/\x07\
\x00\x00\x01N\x00\x00\x00\x00\x00\x01\x00\x003\xb6\
\x00\x00\x02\x00\x00\x00\x00\x00\x00\x01\x00\x0089\
\x00\x00\x02\x16\x00\x00\x00\x00\x00\x01\x00\x0095\
\x00\x00\x01\xa8\x00\x00\x00\x00\x00\x01\x00\x005d\
\x00\x00\x00\xba\x00\x00\x00\x00\x00\x01\x00\x00,\xd0\
"

def qInitResources():
    QtCore.qRegisterResourceData(0x01, qt_resource_struct, qt_resource_name, qt_resource_data)

def qCleanupResources():
    QtCore.qUnregisterResourceData(0x01, qt_resource_struct, qt_resource_name, qt_resource_data)

qInitResources()
