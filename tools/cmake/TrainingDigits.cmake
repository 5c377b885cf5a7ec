# pack_training_digits(FILES TEST_DIGITS...): two files of MNIST's training images for the page
# (pack_digits.mjs), made where the images of TEST_DIGITS (find_test_digits) are; nothing without them.
set(VAE_PACK_DIGITS ${CMAKE_CURRENT_LIST_DIR}/pack_digits.mjs)

find_program(VAE_NODE NAMES node nodejs REQUIRED)  # emscripten's own

function(pack_training_digits result)
  set(${result} "" PARENT_SCOPE)
  if(NOT ARGN)
    return()
  endif()
  list(GET ARGN 0 test_images)
  cmake_path(GET test_images PARENT_PATH place)
  foreach(ending .gz "")
    set(images ${place}/train-images-idx3-ubyte${ending})
    if(EXISTS ${images})
      set(folder ${CMAKE_CURRENT_BINARY_DIR}/training)
      file(MAKE_DIRECTORY ${folder})
      set(packed ${folder}/train-first.bin ${folder}/train-rest.bin)
      add_custom_command(
        OUTPUT ${packed}
        COMMAND ${VAE_NODE} ${VAE_PACK_DIGITS} ${images} ${packed}
        DEPENDS ${images} ${VAE_PACK_DIGITS}
        COMMENT "Packing the training digits for the page"
        VERBATIM)
      set(${result} ${packed} PARENT_SCOPE)
      return()
    endif()
  endforeach()
endfunction()
