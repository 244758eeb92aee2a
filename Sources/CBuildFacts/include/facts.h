/* What Package.swift knows when the program is built, and Swift's compiler is not told. */
#ifndef TRAILWATCH_FACTS_H
#define TRAILWATCH_FACTS_H

const char *trailwatch_commit(void);

#endif
