# pack_weights(FILES MODEL_OR_MAP...): the page's copies of these, compressed by gzip: of latent10 and
# its map latent10.bin, in 8 bits (tools/pack/pack_weights.cc), and latent10.map.bin, in 16 bits
# (pack_map.cc).
set(VAE_GZIP ${PROJECT_SOURCE_DIR}/tools/pack/gzip.mjs)

function(pack_weights result)
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/packed)
  file(MAKE_DIRECTORY ${folder})
  set(all "")
  foreach(file IN LISTS ARGN)
    cmake_path(GET file STEM LAST_ONLY name)
    set(packed ${folder}/${name}.bin)
    set(small ${folder}/${name}.safetensors)
    if(name MATCHES "[.]map$")
      add_custom_command(
        OUTPUT ${packed}
        COMMAND ${VAE_NODE} $<TARGET_FILE:pack_map> ${file} ${small}
        COMMAND ${VAE_NODE} ${VAE_GZIP} ${small} ${packed}
        DEPENDS pack_map ${file} ${VAE_GZIP}
        COMMENT "Packing ${name} for the page"
        VERBATIM)
    else()
      string(REGEX REPLACE "[.]safetensors$" ".map.safetensors" map ${file})
      if(NOT EXISTS ${map})
        set(map "")
      endif()
      add_custom_command(
        OUTPUT ${packed}
        COMMAND ${VAE_NODE} $<TARGET_FILE:pack_weights> ${file} "${map}" ${small}
        COMMAND ${VAE_NODE} ${VAE_GZIP} ${small} ${packed}
        DEPENDS pack_weights ${file} ${map} ${VAE_GZIP}
        COMMENT "Packing ${name} for the page"
        VERBATIM)
    endif()
    list(APPEND all ${packed})
  endforeach()
  set(${result} ${all} PARENT_SCOPE)
endfunction()
