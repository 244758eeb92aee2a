#pragma once
#include <curl/curl.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

// Swift calls no variadic functions, and curl hides these behind type-check macros: the parentheses get past those.

/// Options that are numbers.
static inline CURLcode ccurl_set_long(CURL *easy, CURLoption option, long value) {
    return (curl_easy_setopt)(easy, option, value);
}

/// Options that are text; curl keeps a copy.
static inline CURLcode ccurl_set_string(CURL *easy, CURLoption option, const char *value) {
    return (curl_easy_setopt)(easy, option, value);
}

/// Options that are pointers; curl keeps the pointer.
static inline CURLcode ccurl_set_pointer(CURL *easy, CURLoption option, void *value) {
    return (curl_easy_setopt)(easy, option, value);
}

/// The write and header functions, which share one signature.
static inline CURLcode ccurl_set_function(CURL *easy, CURLoption option, curl_write_callback value) {
    return (curl_easy_setopt)(easy, option, value);
}

/// The function asked before each attempt.
static inline CURLcode ccurl_set_prerequest_function(CURL *easy, CURLoption option, curl_prereq_callback value) {
    return (curl_easy_setopt)(easy, option, value);
}

/// Facts that are numbers.
static inline CURLcode ccurl_get_long(CURL *easy, CURLINFO info, long *value) {
    return (curl_easy_getinfo)(easy, info, value);
}

/// Facts that are text or pointers.
static inline CURLcode ccurl_get_pointer(CURL *easy, CURLINFO info, void **value) {
    return (curl_easy_getinfo)(easy, info, value);
}

/// Options of a multi handle that are numbers.
static inline CURLMcode ccurl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return (curl_multi_setopt)(multi, option, value);
}

/// CURL_GLOBAL_DEFAULT is a macro too complex for Swift to import.
static inline CURLcode ccurl_global_init(void) {
    return curl_global_init(CURL_GLOBAL_DEFAULT);
}

/// The result lies in a union without a name for Swift.
static inline CURLcode ccurl_message_result(const CURLMsg *message) {
    return message->data.result;
}

/// malloc_trim is glibc's alone, and its header is in no module of Swift's.
static inline void ccurl_release_memory(void) {
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}
