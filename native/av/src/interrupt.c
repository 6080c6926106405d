#include <stdlib.h>
#include <time.h>

#include "internal.h"

struct vsa_interrupt {
    _Atomic int32_t references;
    _Atomic int32_t cancelled;
};

int32_t vsa_interrupt_create(vsa_interrupt **out)
{
    REQUIRE(out);
    vsa_interrupt *interrupt = calloc(1, sizeof *interrupt);
    if (!interrupt) return fail(VS_OUT_OF_MEMORY, "no memory for an interrupt");
    interrupt->references = 1;
    count_add(COUNT_INTERRUPTS, 1);
    *out = interrupt;
    return VS_OK;
}

int32_t vsa_interrupt_cancel(vsa_interrupt *interrupt)
{
    REQUIRE(interrupt);
    interrupt->cancelled = 1;
    return VS_OK;
}

int32_t vsa_interrupt_free(vsa_interrupt *interrupt)
{
    if (interrupt && atomic_fetch_sub(&interrupt->references, 1) == 1) {
        count_add(COUNT_INTERRUPTS, -1);
        free(interrupt);
    }
    return VS_OK;
}

void guard_attach(guard *g, vsa_interrupt *interrupt, const char *silence)
{
    g->silence = silence;
    if (interrupt) atomic_fetch_add(&interrupt->references, 1);
    g->interrupt = interrupt;
}

void guard_detach(guard *g)
{
    vsa_interrupt_free(g->interrupt);
    g->interrupt = NULL;
}

static int64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

void guard_arm(guard *g, int64_t timeout_us)
{
    g->reason = VS_OK;
    g->timeout_us = timeout_us;
    g->deadline_ns = timeout_us > 0 ? now_ns() + timeout_us * 1000 : 0;
}

void guard_disarm(guard *g) { g->deadline_ns = 0; }

int guard_check(void *opaque)
{
    guard *g = opaque;
    if (g->interrupt && g->interrupt->cancelled) {
        g->reason = VS_CANCELLED;
    } else if (g->reason == VS_OK && g->deadline_ns && now_ns() > g->deadline_ns) {
        g->reason = VS_TIMED_OUT;
    }
    return g->reason != VS_OK;
}

int32_t guard_fail(const guard *g, int error, const char *what)
{
    if (g->reason == VS_CANCELLED) return fail(VS_CANCELLED, "%s: cancelled", what);
    if (g->reason == VS_TIMED_OUT) return fail(VS_TIMED_OUT, "%s: %s for %.3g s", what, g->silence, (double)g->timeout_us / 1e6);
    return fail_av(error, what);
}
