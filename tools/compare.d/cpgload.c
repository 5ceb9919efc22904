/*
 * Load on a corosync daemon through CPG: cpgload SIZE RATE SECONDS RUNS MEMBERS SENDS
 *
 * Joins a group and waits until MEMBERS are in it. If SENDS is 1, it then sends RUNS times for
 * SECONDS, RATE messages a second (0: as many as the daemon takes). At the end of a run each member
 * prints a JSON object: messages that arrived and that were sent, seconds from the first to the
 * last, and at the sender latencies in microseconds, from when a message was due to its delivery.
 * It ends when it is told to.
 */
#include <corosync/cpg.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum kind { DATA = 1, END = 2 };

struct header {
  unsigned kind;
  int run;
  long number; /* of DATA: which one; of END: how many there were */
};

static cpg_handle_t handle;
static int runs, members, sends;
static size_t size;
static double rate;
static sem_t all_here, run_over;

/* Of the run that goes on; written by the thread that dispatches. */
static long got, wrong;
static double first, last;

/* Of the sender: when message 0 was due, and how late each was. */
static double start, gap, *late;
static long capacity, timed;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

static void sleep_until(double when) {
  double left = when - now();
  if (left > 0) {
    struct timespec t = {(time_t)left, (long)((left - (time_t)left) * 1e9)};
    nanosleep(&t, NULL);
  }
}

static int compare(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return x < y ? -1 : x > y;
}

static void report(const struct header *end) {
  double span = last - first;
  printf("{\"run\":%d,\"got\":%ld,\"sent\":%ld,\"wrong\":%ld,\"seconds\":%.6f", end->run, got,
         end->number, wrong, span);
  if (sends && timed > 0) {
    qsort(late, timed, sizeof *late, compare);
    printf(",\"p50\":%.1f,\"p99\":%.1f", late[(timed - 1) / 2] * 1e6,
           late[(long)((timed - 1) * 0.99)] * 1e6);
  }
  printf("}\n");
  fflush(stdout);
  got = wrong = timed = 0;
}

static void delivered(cpg_handle_t h, const struct cpg_name *group, uint32_t node, uint32_t pid,
                      void *message, size_t length) {
  const struct header *header = message;
  (void)h, (void)group, (void)node, (void)pid;
  if (header->kind == END) {
    report(header);
    sem_post(&run_over);
    return;
  }
  double time = now();
  if (got++ == 0) first = time;
  last = time;
  if (length != size) wrong++;
  if (sends && rate > 0 && timed < capacity) late[timed++] = time - (start + header->number * gap);
}

static void changed(cpg_handle_t h, const struct cpg_name *group, const struct cpg_address *list,
                    size_t count, const struct cpg_address *left, size_t left_count,
                    const struct cpg_address *joined, size_t joined_count) {
  (void)h, (void)group, (void)list, (void)left, (void)left_count, (void)joined, (void)joined_count;
  if ((int)count == members) sem_post(&all_here);
}

static void *dispatch(void *unused) {
  cpg_dispatch(handle, CS_DISPATCH_BLOCKING);
  return unused;
}

static void multicast(char *buffer, size_t length) {
  struct iovec io = {buffer, length};
  cs_error_t result;
  while ((result = cpg_mcast_joined(handle, CPG_TYPE_AGREED, &io, 1)) == CS_ERR_TRY_AGAIN) {
    if (((struct header *)buffer)->kind == END) usleep(200);
  }
  if (result != CS_OK) {
    fprintf(stderr, "cpg_mcast_joined: error %d\n", result);
    _exit(1);
  }
}

static void send_run(int run, double seconds, char *buffer) {
  struct header *header = (struct header *)buffer;
  printf("{\"begin\":%d}\n", run);
  fflush(stdout);
  *header = (struct header){DATA, run, 0};
  start = now() + 0.01;
  long limit = rate > 0 ? (long)(rate * seconds) : 0;
  for (long i = 0; rate > 0 ? i < limit : now() < start + seconds; i++) {
    if (rate > 0) sleep_until(start + i * gap);
    header->number = i;
    multicast(buffer, size);
    header->number = i + 1;
  }
  header->kind = END;
  multicast(buffer, sizeof *header);
  sem_wait(&run_over);
}

int main(int count, char **arguments) {
  if (count != 7) return 2;
  size = atol(arguments[1]), rate = atof(arguments[2]);
  double seconds = atof(arguments[3]);
  runs = atoi(arguments[4]), members = atoi(arguments[5]), sends = atoi(arguments[6]);
  if (size < sizeof(struct header)) return 2;
  gap = rate > 0 ? 1 / rate : 0;
  capacity = (long)(rate * seconds) + 1;
  late = calloc(capacity, sizeof *late);
  sem_init(&all_here, 0, 0);
  sem_init(&run_over, 0, 0);

  cpg_callbacks_t callbacks = {.cpg_deliver_fn = delivered, .cpg_confchg_fn = changed};
  struct cpg_name group = {.length = 4, .value = "load"};
  if (cpg_initialize(&handle, &callbacks) != CS_OK || cpg_join(handle, &group) != CS_OK) {
    fprintf(stderr, "the corosync daemon does not answer\n");
    return 1;
  }
  pthread_t thread;
  pthread_create(&thread, NULL, dispatch, NULL);
  sem_wait(&all_here);
  char *buffer = calloc(1, size > sizeof(struct header) ? size : sizeof(struct header));
  sleep_until(now() + 0.5);
  for (int run = 1; sends && run <= runs; run++) send_run(run, seconds, buffer);
  pthread_join(thread, NULL);
}
