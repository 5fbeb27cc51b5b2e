#ifndef ONE_CORE_H
#define ONE_CORE_H

// Keeps the process and all that it starts on one core, the last that it may use; 0, or -1 and errno.
//
// Where two threads or processes run on two cores, a virtual machine's wake from one to the other takes longer
// than everything that is compared, and differs from run to run.
int support_keep_to_one_core(void);

#endif
