#include <ev.h>
#include <stdio.h>

#include "Workloads.h"

void version(void) { printf("libev %d.%d\n", ev_version_major(), ev_version_minor()); }
