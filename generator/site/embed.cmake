# Writes the files of templates/ and assets/ into a source file, so that the program needs none of them where it runs.
#   cmake -DROOT=<project> -DOUTPUT=<file> -P embed.cmake

file(GLOB templates ${ROOT}/templates/*.html)
file(GLOB assets ${ROOT}/assets/*)

# append_entries(FILES...): one `{name, text}` a file.
function(append_entries)
  foreach(file IN LISTS ARGN)
    get_filename_component(name ${file} NAME)
    file(READ ${file} text)
    file(APPEND ${OUTPUT}.new "    {\"${name}\", R\"embedded(${text})embedded\"},\n")
  endforeach()
endfunction()

file(WRITE ${OUTPUT}.new "// Made from templates/ and assets/; change those.\n#include \"site/embedded_files.hpp\"\n\n")
file(APPEND ${OUTPUT}.new "namespace benchfolio::site {\n\nconst std::vector<EmbeddedFile> embedded_templates{\n")
append_entries(${templates})
file(APPEND ${OUTPUT}.new "};\n\nconst std::vector<EmbeddedFile> embedded_assets{\n")
append_entries(${assets})
file(APPEND ${OUTPUT}.new "};\n\n}  // namespace benchfolio::site\n")
file(COPY_FILE ${OUTPUT}.new ${OUTPUT})
file(REMOVE ${OUTPUT}.new)
