#include "../C/ping-pong.c"
