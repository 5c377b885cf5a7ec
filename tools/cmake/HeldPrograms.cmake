# vae_holds_programs(target): lets a program hold itself compiled for other instruction sets
# (tools/instruction_set.h), from the build folders in VAE_HELD_BUILDS, which are named after what
# they were compiled for.
function(vae_holds_programs target)
  get_target_property(program ${target} OUTPUT_NAME)
  if(NOT program)
    set(program ${target})
  endif()
  set(held "")
  set(files "")
  set(assembly "")
  foreach(folder IN LISTS VAE_HELD_BUILDS)
    cmake_path(GET folder FILENAME name)
    set(file ${folder}/bin/${program})
    string(MAKE_C_IDENTIFIER ${name} id)
    list(APPEND files ${file})
    string(APPEND assembly "
asm(\".pushsection .rodata\\n.balign 16\\n${id}_begin: .incbin \\\"${file}\\\"\\n${id}_end:\\n.popsection\");
extern \"C\" const unsigned char ${id}_begin[], ${id}_end[];
")
    string(APPEND held "    {\"${name}\", {${id}_begin, ${id}_end}},\n")
  endforeach()
  if(held)
    set(body "static const HeldProgram held[] = {\n${held}  };\n  return held;")
  else()
    set(body "return {};")
  endif()
  set(source ${CMAKE_CURRENT_BINARY_DIR}/held/${target}.cc)
  file(CONFIGURE OUTPUT ${source} @ONLY CONTENT "#include \"instruction_set.h\"
@assembly@
namespace tools {
std::span<const HeldProgram> HeldPrograms() {
  @body@
}
}  // namespace tools
")
  target_sources(${target} PRIVATE ${source})
  set_source_files_properties(${source} PROPERTIES
    OBJECT_DEPENDS "${files}" SKIP_UNITY_BUILD_INCLUSION ON)
endfunction()
