# Writes a digest of the sources of some rooms into a source file: what another program has kept is not believed.
#   cmake -DROOT=<folder of the rooms> -DROOMS=<room,room> -DHEADER=<room/file.hpp> -DNAME=<constant> -DOUTPUT=<file>
#         -P fingerprint.cmake
# The constant is declared in the header, in the namespace of its room.

string(REPLACE "," ";" ROOMS "${ROOMS}")
get_filename_component(namespace ${HEADER} DIRECTORY)
set(digests "")
foreach(room IN LISTS ROOMS)
  file(GLOB_RECURSE sources RELATIVE ${ROOT} ${ROOT}/${room}/*.cpp ${ROOT}/${room}/*.hpp)
  list(SORT sources)
  foreach(source IN LISTS sources)
    file(SHA256 ${ROOT}/${source} digest)
    string(APPEND digests "${source} ${digest}\n")
  endforeach()
endforeach()
string(SHA256 fingerprint "${digests}")
file(WRITE ${OUTPUT} "// Made by fingerprint.cmake.
#include \"${HEADER}\"

namespace benchfolio::${namespace} {

const std::string_view ${NAME} = \"${fingerprint}\";

}  // namespace benchfolio::${namespace}
")
