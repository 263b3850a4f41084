/* Input for the compiler: common headers, and enough code to keep the optimiser busy. UNIT makes each object file different. */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define JOIN2(a, b) a##b
#define JOIN(a, b) JOIN2(a, b)
#define STEP(n) \
	static uint32_t JOIN(step, n)(uint32_t x, const char *s) \
	{ \
		for (; *s; s++) \
			switch ((x ^ (uint32_t)*s) % 7) { \
			case 0: x = x * 31 + (uint32_t)toupper(*s); break; \
			case 1: x ^= x >> (n % 13 + 1); break; \
			case 2: x += (uint32_t)strlen(s) << 3; break; \
			case 3: x = x / 3 * n + 1; break; \
			default: x = (x << 5) - x + n; \
			} \
		return x; \
	}

STEP(1) STEP(2) STEP(3) STEP(4) STEP(5) STEP(6) STEP(7) STEP(8) STEP(9) STEP(10)
STEP(11) STEP(12) STEP(13) STEP(14) STEP(15) STEP(16) STEP(17) STEP(18) STEP(19) STEP(20)

uint32_t JOIN(unit, UNIT)(const char *s);
uint32_t JOIN(unit, UNIT)(const char *s)
{
	uint32_t x = UNIT;

	x = step1(x, s) + step2(x, s) + step3(x, s) + step4(x, s) + step5(x, s);
	x = step6(x, s) + step7(x, s) + step8(x, s) + step9(x, s) + step10(x, s);
	x = step11(x, s) + step12(x, s) + step13(x, s) + step14(x, s) + step15(x, s);
	return step16(x, s) + step17(x, s) + step18(x, s) + step19(x, s) + step20(x, s);
}
