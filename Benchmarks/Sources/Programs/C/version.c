#include <stdio.h>

#include "Workloads.h"

void version(void) { printf("C by clang %d.%d\n", __clang_major__, __clang_minor__); }
