/* Loaded into a program under Linux: writes down, in order and with their data, its calls that change what lies below
   the folder RECORD_ROOT. The record goes to RECORD_LOG; tests/safety/power.py reads it. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>
#undef open
#undef open64
#undef openat
#undef openat64
#undef pwrite
#undef pwrite64
#undef ftruncate
#undef ftruncate64

enum { OPEN = 1, WRITE, TRUNCATE, SYNC, CLOSE, RENAME, LINK, UNLINK, MKDIR };
enum { MOST = 65536 };

struct entry {
    uint32_t kind;
    int32_t descriptor;
    int64_t place;
    uint32_t first, second;
};

static pthread_mutex_t turn = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
static char watched[MOST];
static const char *root;
static size_t root_length;
static int record = -1;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void begin(void) {
    root = getenv("RECORD_ROOT");
    const char *log = getenv("RECORD_LOG");
    if (root && log) {
        root_length = strlen(root);
        record = REAL(open)(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    }
}

static int is_below(const char *path) {
    return record >= 0 && path && strncmp(path, root, root_length) == 0 &&
           (path[root_length] == '/' || path[root_length] == 0);
}

static int is_watched(int descriptor) {
    return record >= 0 && descriptor >= 0 && descriptor < MOST && watched[descriptor];
}

static void note(uint32_t kind, int descriptor, int64_t place, const void *first, size_t first_length,
                 const void *second, size_t second_length) {
    struct entry entry = {kind, descriptor, place, (uint32_t)first_length, (uint32_t)second_length};
    struct iovec parts[3] = {
        {&entry, sizeof entry}, {(void *)first, first_length}, {(void *)second, second_length}};
    if (writev(record, parts, 3) < 0)
        abort();
}

static int opened(int descriptor, const char *path, int flags) {
    if (descriptor >= 0 && descriptor < MOST && is_below(path)) {
        watched[descriptor] = 1;
        note(OPEN, descriptor, flags, path, strlen(path), NULL, 0);
    }
    return descriptor;
}

#define MODE(flags, last) \
    mode_t mode = 0; \
    if ((flags) & (O_CREAT | O_TMPFILE)) { \
        va_list rest; \
        va_start(rest, last); \
        mode = va_arg(rest, mode_t); \
        va_end(rest); \
    }
#define LOCKED(type, call) \
    pthread_mutex_lock(&turn); \
    type result = (call)
#define DONE \
    pthread_mutex_unlock(&turn); \
    return result

int open(const char *path, int flags, ...) {
    MODE(flags, flags)
    LOCKED(int, opened(REAL(open)(path, flags, mode), path, flags));
    DONE;
}
int open64(const char *path, int flags, ...) {
    MODE(flags, flags)
    LOCKED(int, opened(REAL(open64)(path, flags, mode), path, flags));
    DONE;
}
int openat(int folder, const char *path, int flags, ...) {
    MODE(flags, flags)
    LOCKED(int, opened(REAL(openat)(folder, path, flags, mode), path, flags));
    DONE;
}
int openat64(int folder, const char *path, int flags, ...) {
    MODE(flags, flags)
    LOCKED(int, opened(REAL(openat64)(folder, path, flags, mode), path, flags));
    DONE;
}
int close(int descriptor) {
    LOCKED(int, REAL(close)(descriptor));
    if (is_watched(descriptor)) {
        watched[descriptor] = 0;
        note(CLOSE, descriptor, 0, NULL, 0, NULL, 0);
    }
    DONE;
}
ssize_t write(int descriptor, const void *data, size_t length) {
    LOCKED(ssize_t, REAL(write)(descriptor, data, length));
    if (result > 0 && is_watched(descriptor))
        note(WRITE, descriptor, lseek(descriptor, 0, SEEK_CUR) - result, data, (size_t)result, NULL, 0);
    DONE;
}
ssize_t pwrite(int descriptor, const void *data, size_t length, off_t place) {
    LOCKED(ssize_t, REAL(pwrite)(descriptor, data, length, place));
    if (result > 0 && is_watched(descriptor))
        note(WRITE, descriptor, place, data, (size_t)result, NULL, 0);
    DONE;
}
ssize_t pwrite64(int descriptor, const void *data, size_t length, off64_t place) {
    LOCKED(ssize_t, REAL(pwrite64)(descriptor, data, length, place));
    if (result > 0 && is_watched(descriptor))
        note(WRITE, descriptor, place, data, (size_t)result, NULL, 0);
    DONE;
}
int ftruncate(int descriptor, off_t length) {
    LOCKED(int, REAL(ftruncate)(descriptor, length));
    if (result == 0 && is_watched(descriptor))
        note(TRUNCATE, descriptor, length, NULL, 0, NULL, 0);
    DONE;
}
int ftruncate64(int descriptor, off64_t length) {
    LOCKED(int, REAL(ftruncate64)(descriptor, length));
    if (result == 0 && is_watched(descriptor))
        note(TRUNCATE, descriptor, length, NULL, 0, NULL, 0);
    DONE;
}
int fsync(int descriptor) {
    LOCKED(int, REAL(fsync)(descriptor));
    if (result == 0 && is_watched(descriptor))
        note(SYNC, descriptor, 0, NULL, 0, NULL, 0);
    DONE;
}
int fdatasync(int descriptor) {
    LOCKED(int, REAL(fdatasync)(descriptor));
    if (result == 0 && is_watched(descriptor))
        note(SYNC, descriptor, 0, NULL, 0, NULL, 0);
    DONE;
}
static int named(int result, uint32_t kind, const char *first, const char *second) {
    if (result == 0 && is_below(second ? second : first))
        note(kind, -1, 0, first, strlen(first), second, second ? strlen(second) : 0);
    return result;
}
int rename(const char *from, const char *to) {
    LOCKED(int, named(REAL(rename)(from, to), RENAME, from, to));
    DONE;
}
int renameat(int a, const char *from, int b, const char *to) {
    LOCKED(int, named(REAL(renameat)(a, from, b, to), RENAME, from, to));
    DONE;
}
int link(const char *from, const char *to) {
    LOCKED(int, named(REAL(link)(from, to), LINK, from, to));
    DONE;
}
int linkat(int a, const char *from, int b, const char *to, int flags) {
    LOCKED(int, named(REAL(linkat)(a, from, b, to, flags), LINK, from, to));
    DONE;
}
int unlink(const char *path) {
    LOCKED(int, named(REAL(unlink)(path), UNLINK, path, NULL));
    DONE;
}
int unlinkat(int folder, const char *path, int flags) {
    LOCKED(int, named(REAL(unlinkat)(folder, path, flags), UNLINK, path, NULL));
    DONE;
}
int mkdir(const char *path, mode_t mode) {
    LOCKED(int, named(REAL(mkdir)(path, mode), MKDIR, path, NULL));
    DONE;
}
