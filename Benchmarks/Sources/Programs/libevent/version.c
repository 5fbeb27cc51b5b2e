#include <event2/event.h>
#include <stdio.h>

#include "Workloads.h"

void version(void) { printf("libevent %s\n", event_get_version()); }
