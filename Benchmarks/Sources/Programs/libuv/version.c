#include <uv.h>
#include <stdio.h>

#include "Workloads.h"

void version(void) { printf("libuv %s\n", uv_version_string()); }
