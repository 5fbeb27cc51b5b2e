#include "Storm.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "ProgramSupport.h"

static struct {
  void (*wake)(void *context);
  void *context;
  uint64_t threads;
  uint64_t wakes;
  uint64_t start;
  pthread_t *identifiers;
  pthread_barrier_t barrier;
  _Atomic uint64_t called;
} storm;

static void *call(void *share) {
  pthread_barrier_wait(&storm.barrier);
  for (uint64_t left = (uint64_t)share; left > 0; left--) {
    // Counted before the call, so that a loop that the last call has woken sees that it was the last.
    atomic_fetch_add(&storm.called, 1);
    storm.wake(storm.context);
  }
  return NULL;
}

void support_storm_start(uint64_t threads, uint64_t wakes, void (*wake)(void *context), void *context) {
  storm.wake = wake;
  storm.context = context;
  storm.threads = threads;
  storm.wakes = wakes;
  storm.identifiers = calloc(threads, sizeof *storm.identifiers);
  if (storm.identifiers == NULL) support_fail("calloc");
  errno = pthread_barrier_init(&storm.barrier, NULL, (unsigned)threads + 1);
  if (errno != 0) support_fail("pthread_barrier_init");
  for (uint64_t index = 0; index < threads; index++) {
    uint64_t share = wakes / threads + (index < wakes % threads);
    errno = pthread_create(&storm.identifiers[index], NULL, call, (void *)share);
    if (errno != 0) support_fail("pthread_create");
  }
  storm.start = support_now();
  pthread_barrier_wait(&storm.barrier);
}

int support_storm_is_over(void) { return atomic_load(&storm.called) == storm.wakes; }

void support_storm_report(void) {
  for (uint64_t index = 0; index < storm.threads; index++) {
    pthread_join(storm.identifiers[index], NULL);
  }
  support_report("wake", storm.wakes, support_now() - storm.start);
}
