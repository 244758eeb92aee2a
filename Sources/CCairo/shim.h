#pragma once
// Types only: the library is loaded when a picture is drawn, so that a bot that draws none has no share of its memory.
#include <cairo/cairo.h>
#include <dlfcn.h>
