#ifndef TWINLOOP_CUV_H
#define TWINLOOP_CUV_H
#include <uv.h>
#endif
