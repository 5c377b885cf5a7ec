// SDL asks for functions of OpenGL by name only where it is asked for extensions or attributes, which
// the page does not. Emscripten's answer would name all 300 of OpenGL ES, and with each name its
// JavaScript is linked.
#include <EGL/egl.h>

__eglMustCastToProperFunctionPointerType eglGetProcAddress(const char* name) {
  (void)name;
  return 0;
}
