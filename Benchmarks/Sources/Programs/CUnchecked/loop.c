#include "../C/loop.c"
