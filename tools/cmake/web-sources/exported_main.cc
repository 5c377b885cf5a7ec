// Since release 15 clang calls main(argc, argv) this, which emcc knows since later: Ubuntu 24.04
// has a newer clang than its emcc is for, and programs would end before they begin.
extern "C" int __main_argc_argv(int argc, char** argv);

extern "C" __attribute__((export_name("main"))) int ExportedMain(int argc, char** argv) {
  return __main_argc_argv(argc, argv);
}
