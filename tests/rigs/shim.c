/* Preloaded into the server: a log of what is written to the files of one folder, and of what was synced, from which a
 * rig rebuilds what a disk holds after a power cut.
 *
 * NEP_RIG_FOLDER  absolute folder of the files watched
 * NEP_RIG_LOG     where records are appended: one byte what, one byte length of the name, name, offset, length, bytes
 *                 (both numbers 8 bytes, in the machine's order); 'W' a write, 'T' a cut to that length, 'S' a sync
 * NEP_RIG_DEAF    set: a sync is answered and not done, as with synchronous=off
 *
 * A sync takes 5 ms more than it does, as on a slow disk: so that a cut meets what is not synced yet.
 * A record is written before the call returns, under one lock with the call itself: the order is the disk's.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int log_fd = -2;
static const char *folder;
static int deaf;

static void start(void) {
  if (log_fd != -2) return;
  const char *path = getenv("NEP_RIG_LOG");
  folder = getenv("NEP_RIG_FOLDER");
  deaf = getenv("NEP_RIG_DEAF") != NULL;
  log_fd = path && folder ? open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
}

/* The file's name within the folder; NULL for every other file, and for the index in shared memory. */
static const char *watched(int fd, char *buffer, size_t size) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t n = readlink(link, buffer, size - 1);
  if (n <= 0) return NULL;
  buffer[n] = 0;
  size_t most = strlen(folder);
  if (strncmp(buffer, folder, most) || buffer[most] != '/') return NULL;
  const char *name = buffer + most + 1;
  size_t length = strlen(name);
  return length > 4 && !strcmp(name + length - 4, "-shm") ? NULL : name;
}

static void record(char what, const char *name, uint64_t at, const void *bytes, uint64_t length) {
  unsigned char head[2] = {(unsigned char)what, (unsigned char)strlen(name)};
  uint64_t place[2] = {at, length};
  struct iovec parts[4] = {{head, 2}, {(void *)name, head[1]}, {place, sizeof place}, {(void *)bytes, bytes ? length : 0}};
  size_t all = 2 + head[1] + sizeof place + (bytes ? length : 0);
  if (writev(log_fd, parts, 4) != (ssize_t)all) abort();
}

#define REAL(type, name, ...) \
  static type (*real)(__VA_ARGS__); \
  if (!real) real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

#define WRITES(symbol, offset_type) \
  ssize_t symbol(int fd, const void *bytes, size_t count, offset_type at) { \
    REAL(ssize_t, #symbol, int, const void *, size_t, offset_type); \
    char buffer[4096]; \
    pthread_mutex_lock(&lock); \
    start(); \
    ssize_t n = real(fd, bytes, count, at); \
    const char *name = log_fd < 0 || n <= 0 ? NULL : watched(fd, buffer, sizeof buffer); \
    if (name) record('W', name, (uint64_t)at, bytes, (uint64_t)n); \
    pthread_mutex_unlock(&lock); \
    return n; \
  }

#define CUTS(symbol, offset_type) \
  int symbol(int fd, offset_type length) { \
    REAL(int, #symbol, int, offset_type); \
    char buffer[4096]; \
    pthread_mutex_lock(&lock); \
    start(); \
    int done = real(fd, length); \
    const char *name = log_fd < 0 || done ? NULL : watched(fd, buffer, sizeof buffer); \
    if (name) record('T', name, (uint64_t)length, NULL, 0); \
    pthread_mutex_unlock(&lock); \
    return done; \
  }

#define SYNCS(symbol) \
  int symbol(int fd) { \
    REAL(int, #symbol, int); \
    char buffer[4096]; \
    pthread_mutex_lock(&lock); \
    start(); \
    const char *name = log_fd < 0 ? NULL : watched(fd, buffer, sizeof buffer); \
    if (name && !deaf) usleep(5000); \
    int done = name && deaf ? 0 : real(fd); \
    if (name && !deaf && !done) record('S', name, 0, NULL, 0); \
    pthread_mutex_unlock(&lock); \
    return done; \
  }

WRITES(pwrite, off_t)
WRITES(pwrite64, off64_t)
CUTS(ftruncate, off_t)
CUTS(ftruncate64, off64_t)
SYNCS(fsync)
SYNCS(fdatasync)
