/* A disk that fails when a file in its folder says so. It is loaded before the C library and stands
   between the program and the store; whatever else the program writes goes its way. STORE is the
   path of the store, FOLDER the folder of the files, both given to the compiler. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static int is(int file, const char *name) {
    struct stat one, other;
    return fstat(file, &one) == 0 && stat(name, &other) == 0 && one.st_dev == other.st_dev &&
           one.st_ino == other.st_ino;
}

static int is_store(int file) { return is(file, STORE) || is(file, STORE "-wal"); }

static int said(const char *name) { return access(name, F_OK) == 0; }

/* Keeps what is durable of the log: all that would be left of it if the machine stopped now. */
static void keep(void) {
    char octets[65536];
    ssize_t count;
    int from = open(STORE "-wal", O_RDONLY);
    int to = open(FOLDER "/synced.part", O_WRONLY | O_CREAT | O_TRUNC, 0600);
    while ((count = read(from, octets, sizeof octets)) > 0 && write(to, octets, count) == count) {
    }
    close(from);
    close(to);
    rename(FOLDER "/synced.part", FOLDER "/synced");
}

static int sync_by(const char *name, int file) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    if (is_store(file) && (said(FOLDER "/no-sync") || unlink(FOLDER "/one-sync-fails") == 0)) {
        errno = EIO;
        return -1;
    }
    int done = real(file);
    if (done == 0 && is(file, STORE "-wal")) {
        keep();
    }
    return done;
}

int fsync(int file) { return sync_by("fsync", file); }
int fdatasync(int file) { return sync_by("fdatasync", file); }

static int is_full(int file) {
    int full = said(FOLDER "/no-room") && is_store(file);
    if (full) {
        errno = ENOSPC;
    }
    return full;
}

ssize_t write(int file, const void *from, size_t count) {
    ssize_t (*real)(int, const void *, size_t) =
        (ssize_t (*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
    return is_full(file) ? -1 : real(file, from, count);
}

ssize_t pwrite(int file, const void *from, size_t count, off_t at) {
    ssize_t (*real)(int, const void *, size_t, off_t) =
        (ssize_t (*)(int, const void *, size_t, off_t))dlsym(RTLD_NEXT, "pwrite");
    return is_full(file) ? -1 : real(file, from, count, at);
}

ssize_t pwrite64(int file, const void *from, size_t count, off64_t at) {
    ssize_t (*real)(int, const void *, size_t, off64_t) =
        (ssize_t (*)(int, const void *, size_t, off64_t))dlsym(RTLD_NEXT, "pwrite64");
    return is_full(file) ? -1 : real(file, from, count, at);
}
