// The headers that CMakeLists.txt names are compiled with this file, for the tests of all rooms.
