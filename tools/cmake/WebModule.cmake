# A program that a script of the page loads: a module whose factory is called `factory`, for the
# environment "web" or "worker". What it exports is listed once, with the types, in
# web/<declarations>.
function(vae_web_module target factory environment declarations)
  set(types ${PROJECT_SOURCE_DIR}/web/${declarations})
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${types})
  file(STRINGS ${types} exported REGEX "^  _[a-z_]+\\(")
  list(TRANSFORM exported REPLACE "^  (_[a-z_]+).*" "\\1")
  list(JOIN exported , exported)
  target_link_options(${target} PRIVATE
    --no-entry  # the script calls what is exported
    -sMODULARIZE=1
    -sEXPORT_ES6=1
    -sEXPORT_NAME=${factory}
    -sENVIRONMENT=${environment}
    -sEXPORTED_FUNCTIONS=${exported}
    -sEXPORTED_RUNTIME_METHODS=UTF8ToString
    -sALLOW_MEMORY_GROWTH=1  # sizes of models and of data are not known beforehand
    -sMALLOC=emmalloc        # a third of dlmalloc's size; the programs allocate little and rarely
    -sFILESYSTEM=0
    -sDYNAMIC_EXECUTION=0  # no eval: the page's content security policy forbids it
    -sASSERTIONS=$<CONFIG:Debug>
    -fno-exceptions
    -fno-rtti
  )
endfunction()
