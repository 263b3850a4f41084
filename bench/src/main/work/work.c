/* The work of the runtime benchmark inside a container and on the host. Each command prints nanoseconds.
 *   work now                          the time of day
 *   work files N                      N small files: create, stat, list, delete, in the current directory
 *   work data MIB                     write and read one file
 *   work syscalls N                   getppid, stat, open and close, N times
 *   work run PROGRAM ARG...           a program, from fork to its end
 * These four print two numbers: wall-clock time and processor time (their own and their children's), which other
 * load on the machine does not stretch.
 *   work pairs N A... -- B...         N rounds: A and B, order changing; a line each: "A B"
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <err.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static long long nanoseconds(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static long long usage(int who)
{
	struct rusage u;

	getrusage(who, &u);
	return (u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1000000000LL + (u.ru_utime.tv_usec + u.ru_stime.tv_usec) * 1000LL;
}

static long long processor(void)
{
	return usage(RUSAGE_SELF) + usage(RUSAGE_CHILDREN);
}

static void check(int bad, const char *what)
{
	if (bad)
		err(1, "%s", what);
}

static void files(long n)
{
	static char kilobyte[1024];
	char name[32];
	struct stat st;
	DIR *dir;
	long i;
	int fd;

	check(mkdir("files", 0755) || chdir("files"), "mkdir");
	for (i = 0; i < n; i++) {
		sprintf(name, "f%ld", i);
		check((fd = open(name, O_CREAT | O_EXCL | O_WRONLY, 0644)) < 0, name);
		check(write(fd, kilobyte, sizeof kilobyte) != sizeof kilobyte || close(fd), name);
	}
	for (i = 0; i < n; i++) {
		sprintf(name, "f%ld", i);
		check(stat(name, &st) || st.st_size != sizeof kilobyte, name);
	}
	check(!(dir = opendir(".")), "opendir");
	for (i = 0; readdir(dir); i++)
		;
	check(i != n + 2 || closedir(dir), "readdir");
	for (i = 0; i < n; i++) {
		sprintf(name, "f%ld", i);
		check(unlink(name), name);
	}
	check(chdir("..") || rmdir("files"), "rmdir");
}

static void data(long mib)
{
	static char buffer[1 << 20];
	long i;
	int fd;

	check((fd = open("data", O_CREAT | O_EXCL | O_RDWR, 0644)) < 0, "data");
	for (i = 0; i < mib; i++)
		check(write(fd, buffer, sizeof buffer) != sizeof buffer, "write");
	check(lseek(fd, 0, SEEK_SET), "lseek");
	for (i = 0; i < mib; i++)
		check(read(fd, buffer, sizeof buffer) != sizeof buffer, "read");
	check(close(fd) || unlink("data"), "data");
}

static void syscalls(long n)
{
	struct stat st;
	long i;
	int fd;

	for (i = 0; i < n; i++) {
		syscall(SYS_getppid);
		check(stat("/etc/passwd", &st), "stat");
		check((fd = open("/etc/passwd", O_RDONLY)) < 0 || close(fd), "open");
	}
}

static void run(char **command)
{
	int status;
	pid_t pid;

	check(posix_spawnp(&pid, command[0], NULL, NULL, command, environ) != 0, command[0]);
	check(waitpid(pid, &status, 0) != pid, "waitpid");
	if (status)
		errx(1, "%s: status %d", command[0], status);
}

static long long timed(char **command)
{
	long long start = nanoseconds(CLOCK_MONOTONIC);

	run(command);
	return nanoseconds(CLOCK_MONOTONIC) - start;
}

/* Their output would mix with the measurements. */
static int quiet(void)
{
	int out = dup(1), null = open("/dev/null", O_WRONLY | O_CLOEXEC);

	check(out < 0 || null < 0 || dup2(null, 1) != 1 || fcntl(out, F_SETFD, FD_CLOEXEC), "/dev/null");
	return out;
}

static void pairs(long n, char **a)
{
	long long ta, tb;
	char **b = a;
	int out = quiet();
	long i;

	while (*b && strcmp(*b, "--"))
		b++;
	if (!*b || !b[1])
		errx(2, "work pairs N A... -- B...");
	*b++ = NULL;
	for (i = 0; i < n; i++) {
		if (i % 2) {
			tb = timed(b);
			ta = timed(a);
		} else {
			ta = timed(a);
			tb = timed(b);
		}
		dprintf(out, "%lld %lld\n", ta, tb);
	}
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";
	long long start = nanoseconds(CLOCK_MONOTONIC);
	long long before = processor();   /* a shell that executed this program may have had children */

	if (!strcmp(what, "now")) {
		printf("%lld\n", nanoseconds(CLOCK_REALTIME));
		return 0;
	}
	if (argc < 3)
		errx(2, "see the first lines of work.c");
	if (!strcmp(what, "pairs")) {
		pairs(atol(argv[2]), argv + 3);
		return 0;
	}
	if (!strcmp(what, "files"))
		files(atol(argv[2]));
	else if (!strcmp(what, "data"))
		data(atol(argv[2]));
	else if (!strcmp(what, "syscalls"))
		syscalls(atol(argv[2]));
	else if (!strcmp(what, "run"))
		run(argv + 2);
	else
		errx(2, "no command %s", what);
	printf("%lld %lld\n", nanoseconds(CLOCK_MONOTONIC) - start, processor() - before);
	return 0;
}
