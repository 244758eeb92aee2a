#include "facts.h"

#ifndef TRAILWATCH_COMMIT
#define TRAILWATCH_COMMIT "unknown"
#endif

const char *trailwatch_commit(void) { return TRAILWATCH_COMMIT; }
