#include "../C/main.c"
