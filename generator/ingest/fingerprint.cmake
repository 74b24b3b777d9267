# Writes a digest of the sources that decide what is read of a result file into a source file.
#   cmake -DROOT=<folder of the rooms> -DOUTPUT=<file> -P fingerprint.cmake

set(digests "")
foreach(room formats ingest model stats)
  file(GLOB sources RELATIVE ${ROOT} ${ROOT}/${room}/*.cpp ${ROOT}/${room}/*.hpp)
  list(SORT sources)
  foreach(source IN LISTS sources)
    file(SHA256 ${ROOT}/${source} digest)
    string(APPEND digests "${source} ${digest}\n")
  endforeach()
endforeach()
string(SHA256 fingerprint "${digests}")
file(WRITE ${OUTPUT} "// Made by fingerprint.cmake.
#include \"ingest/fingerprint.hpp\"

namespace benchfolio::ingest {

const std::string_view reading_fingerprint = \"${fingerprint}\";

}  // namespace benchfolio::ingest
")
