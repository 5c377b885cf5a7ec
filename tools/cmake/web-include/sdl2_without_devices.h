// What the page does not use of SDL2, on top of SDL_config_emscripten.h.
#pragma once

#include "SDL_config.h"

#undef SDL_AUDIO_DRIVER_DISK
#undef SDL_AUDIO_DRIVER_DUMMY
#undef SDL_AUDIO_DRIVER_EMSCRIPTEN
#define SDL_AUDIO_DISABLED 1

#undef SDL_JOYSTICK_EMSCRIPTEN
#define SDL_JOYSTICK_DISABLED 1

#undef SDL_LOADSO_DLOPEN
#define SDL_LOADSO_DUMMY 1

#undef SDL_VIDEO_RENDER_OGL_ES2
#define SDL_RENDER_DISABLED 1

// Nor the fast ways between pixel formats: all that is drawn is drawn by WebGL.
#define SDL_LEAN_AND_MEAN 1
