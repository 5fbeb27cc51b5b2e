#include "../C/churn.c"
