#include "cli/console.hpp"

#include "cli/progress.hpp"
#include "support/catch.hpp"

using namespace benchfolio::cli;

TEST_CASE("numbers are grouped and counted as people write them") {
    CHECK(grouped(0) == "0");
    CHECK(grouped(999) == "999");
    CHECK(grouped(1000) == "1,000");
    CHECK(grouped(1234567) == "1,234,567");
    CHECK(counted(1, "run", "runs") == "1 run");
    CHECK(counted(0, "run", "runs") == "0 runs");
}

TEST_CASE("sizes have one decimal and never show 1000 of a unit") {
    CHECK(size_text(0) == "0 B");
    CHECK(size_text(999) == "999 B");
    CHECK(size_text(1000) == "1.0 kB");
    CHECK(size_text(999949) == "999.9 kB");
    CHECK(size_text(999950) == "1.0 MB");
    CHECK(size_text(407000000) == "407.0 MB");
}

TEST_CASE("durations have three digits, in milliseconds below a second") {
    CHECK(duration_text(0) == "0.00 ms");
    CHECK(duration_text(0.00041) == "0.41 ms");
    CHECK(duration_text(0.009994) == "9.99 ms");
    CHECK(duration_text(0.009996) == "10.0 ms");
    CHECK(duration_text(0.0124) == "12.4 ms");
    CHECK(duration_text(0.812) == "812 ms");
    CHECK(duration_text(0.9994) == "999 ms");
    CHECK(duration_text(0.9996) == "1.00 s");
    CHECK(duration_text(13.24) == "13.2 s");
    CHECK(duration_text(125.4) == "125 s");
}

TEST_CASE("the bar shows the share done and the time left at the pace so far") {
    CHECK(progress_line("reading", 0, 300, 0, "") == "reading    [..............................]   0 %  0/300  ");
    CHECK(progress_line("reading", 150, 300, 2.5, "9.0 MB") ==
          "reading    [###############...............]  50 %  150/300  9.0 MB  ETA 3 s");
    CHECK(progress_line("reading", 1, 61, 2, "") ==
          "reading    [..............................]   1 %  1/61  ETA 2 min 00 s");
    CHECK(progress_line("reading", 0, 0, 1, "").find("0 %") != std::string::npos);
}
