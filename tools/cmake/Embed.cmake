# Files compiled into the program.
set(VAE_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_DIR}/EmbedFile.cmake)
set(VAE_FONT_FOLDER ${CMAKE_CURRENT_LIST_DIR})

# vae_embed(<target> <name> <file>): the bytes of <file> as embedded::k<Name>, a
# std::span<const unsigned char> declared in "embedded/<name>.h". <name> is in snake_case.
function(vae_embed target name file)
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/embed/embedded)
  add_custom_command(
    OUTPUT ${folder}/${name}.cc ${folder}/${name}.h
    COMMAND ${CMAKE_COMMAND} -DNAME=${name} -DINPUT=${file} -DFOLDER=${folder}
      -P ${VAE_EMBED_SCRIPT}
    DEPENDS ${file} ${VAE_EMBED_SCRIPT}
    VERBATIM)
  target_sources(${target} PRIVATE ${folder}/${name}.cc ${folder}/${name}.h)
  set_source_files_properties(${folder}/${name}.cc PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  target_include_directories(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/embed)
endfunction()

# vae_find_font(<name> <font>): sets VAE_FONT_<name> to the path of <font>, a file name such as
# Inter-Regular.otf, looked for where Debian's package fonts-inter puts it.
function(vae_find_font name font)
  find_file(VAE_FONT_${name} ${font}
    PATHS /usr/share/fonts/opentype/inter NO_CMAKE_FIND_ROOT_PATH)
  if(NOT VAE_FONT_${name})
    message(FATAL_ERROR "The font ${font} is missing. Install Debian's package fonts-inter, or take "
      "Inter 4 from https://rsms.me/inter and set -DVAE_FONT_${name}=<path of ${font}>.")
  endif()
endfunction()

# vae_embed_font(<target> <name> <font> <characters>): vae_embed for a font that vae_find_font finds,
# cut down to the characters of a file beside this one where hb-subset is installed.
function(vae_embed_font target name font characters)
  set(characters ${VAE_FONT_FOLDER}/${characters})
  vae_find_font(${name} ${font})
  find_program(VAE_HB_SUBSET hb-subset NO_CMAKE_FIND_ROOT_PATH)
  set(file ${VAE_FONT_${name}})
  if(VAE_HB_SUBSET)
    set(subset ${CMAKE_CURRENT_BINARY_DIR}/embed/${font})
    # Dear ImGui's rasteriser neither hints nor shapes: those tables go too.
    add_custom_command(
      OUTPUT ${subset}
      COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_CURRENT_BINARY_DIR}/embed
      COMMAND ${VAE_HB_SUBSET} ${file} --output-file=${subset}
        --text-file=${characters} --no-hinting --drop-tables+=GSUB,GPOS,GDEF
      DEPENDS ${file} ${characters}
      VERBATIM)
    set(file ${subset})
  else()
    message(STATUS "hb-subset (package libharfbuzz-bin) is missing: ${font} is embedded whole")
  endif()
  vae_embed(${target} ${name} ${file})
endfunction()
