// SPDX-License-Identifier: Apache-2.0
// Its folder is its scope: this screen opens without the hall too.

importScripts("/shared/offline-worker.js");
