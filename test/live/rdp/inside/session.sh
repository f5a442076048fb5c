#!/bin/sh
# What runs in a session of xrdp: a window manager, and a terminal that says whose session it is.
. /etc/profile
export TITLE="Session of $USER"
greeting='echo "$TITLE on $(hostname), display $DISPLAY"; exec bash --norc'
terminal="xterm -title '$TITLE' -geometry 80x24+60+60 -bg white -fg black -e sh -c '$greeting'"
exec openbox --sm-disable --startup "$terminal"
