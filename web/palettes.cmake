# The two palettes, for the program (src/app/ui/palettes.h.in) and the page around it (style.css).
# What each colour is for: src/app/ui/theme.h.
set(VAE_COLORS ground panel line soft text muted accent on_accent second digit_ground digit_ink)
set(VAE_PAPER f4f2ec fffdf9 e2ddd0 ece8dc 22242b 69655a 2b5cd9 ffffff d9532b 16171b ffffff)
set(VAE_NIGHT 121418 1a1d23 2a2e37 242832 e9e6df 979aa3 7fa4ff 101319 ff9068 0b0c0f f6f3ec)

# Fills in `pattern` for every colour of `palette`, NAME and HEX replaced.
function(vae_fill_palette result palette pattern)
  set(text "")
  foreach(name hex IN ZIP_LISTS VAE_COLORS ${palette})
    string(REPLACE NAME ${name} entry "${pattern}")
    string(REPLACE HEX ${hex} entry "${entry}")
    string(APPEND text "${entry}")
  endforeach()
  set(${result} "${text}" PARENT_SCOPE)
endfunction()
