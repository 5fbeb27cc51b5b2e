#include "../C/version.c"
