#include "../C/ready.c"
