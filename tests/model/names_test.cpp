#include "model/digest.hpp"
#include "model/glob.hpp"
#include "model/slug.hpp"
#include "model/testbed.hpp"
#include "support/catch.hpp"

using namespace benchfolio::model;

TEST_CASE("digest: the vectors of FIPS 180-2") {
    CHECK(hex(sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(hex(sha256("abc"), 8) == "ba7816bf");
    CHECK(hex(sha256("abc"), 100).size() == 64);
    CHECK(hex(sha256("abc"), 0).empty());
}

TEST_CASE("slug: letters and digits, one dash for anything else, the digest") {
    CHECK(slug("abc") == "abc-ba7816bf");
    CHECK(slug("bench/Math.py::test[a b]").starts_with("bench-math-py-test-a-b-"));
    CHECK(slug("") == "e3b0c442");
    CHECK(slug("日本") == hex(sha256("日本"), 8));
    CHECK(slug("--a--").starts_with("a-"));
}

TEST_CASE("slug: long names are cut, and differ all the same") {
    const std::string one = std::string(300, 'a') + "1", two = std::string(300, 'a') + "2";
    CHECK(slug(one).size() == 89);
    CHECK(slug(one) != slug(two));
    CHECK(slug("A") != slug("a"));
}

TEST_CASE("glob: the whole text must match") {
    CHECK(glob_matches("", ""));
    CHECK_FALSE(glob_matches("", "a"));
    CHECK(glob_matches("*", ""));
    CHECK(glob_matches("*E5*", "Xeon E5-2673"));
    CHECK_FALSE(glob_matches("E5", "Xeon E5-2673"));
    CHECK(glob_matches("a?c", "abc"));
    CHECK_FALSE(glob_matches("a?c", "ac"));
    CHECK(glob_matches("a*b*c", "aXbYbZc"));
    CHECK_FALSE(glob_matches("a*b", "abc"));
    CHECK(glob_matches("[x]", "[x]"));  // nothing but * and ? is special
}

TEST_CASE("glob: many stars take no more than pattern times text") {
    std::string pattern;
    for (int i = 0; i < 50; ++i) pattern += "*a";
    CHECK_FALSE(glob_matches(pattern + "b", std::string(20000, 'a')));
}

TEST_CASE("glob: what the stars stood for") {
    using Captures = std::vector<std::string>;
    CHECK(glob_capture("test_*.py::test_*", "test_x.py::test_y[1]") == Captures{"x", "y[1]"});
    CHECK(glob_capture("*b*", "abab") == Captures{"a", "ab"});
    CHECK(glob_capture("a**", "ab") == Captures{"", "b"});
    CHECK(glob_capture("plain", "plain") == Captures{});
    CHECK_FALSE(glob_capture("a*", "b"));
    CHECK(glob_fill("bench_*.py::bench_*", {"x", "y"}) == "bench_x.py::bench_y");
    CHECK(glob_fill("no star", {"x"}) == "no star");
    CHECK(glob_fill("* and *", {"one"}) == "one and ");
}

TEST_CASE("testbed: a CPU as people say it") {
    CHECK(short_cpu_label("Intel(R) Xeon(R) Platinum 8272CL CPU @ 2.60GHz") == "Xeon 8272CL");
    CHECK(short_cpu_label("Intel(R) Xeon(R) CPU E5-2673 v4 @ 2.30GHz") == "Xeon E5-2673 v4");
    CHECK(short_cpu_label("AMD EPYC 7763 64-Core Processor") == "EPYC 7763");
    CHECK(short_cpu_label("11th Gen Intel(R) Core(TM) i7-1165G7 @ 2.80GHz") == "11th Gen Core i7-1165G7");
    CHECK(short_cpu_label("Apple M2 Pro") == "Apple M2 Pro");
    CHECK(short_cpu_label("Neoverse-N2") == "Neoverse-N2");
}

TEST_CASE("testbed: a brand of nothing but filler stays what it is") {
    CHECK(short_cpu_label("Intel CPU") == "Intel CPU");
    CHECK(short_cpu_label("") == "");
    CHECK(short_cpu_label("@ 2.60GHz") == "@ 2.60GHz");
}
